! Heat conduction along a rod with a source at one end and a radiating end at the other.
! Prints the temperatures of the last step; probes see the rest.
program heat
    use, intrinsic :: iso_fortran_env, only: real64, real32
    implicit none
    integer, parameter :: cells = 6, steps = 5
    real(real64), parameter :: sigma = 5.670374419e-8_real64
    real(real64) :: t(cells), t_new(cells), flux(0:cells)
    real(real64) :: dx, dt, conductivity, heat_capacity, total
    real(real32) :: hottest
    complex(real64) :: mode
    logical :: warm
    integer :: step, cell

    dx = 0.01_real64
    dt = 2.0_real64
    conductivity = 45.0_real64
    heat_capacity = 3.6e6_real64
    do cell = 1, cells
        t(cell) = 290.0_real64 + 3.0_real64 * cell
    end do
    hottest = 0.0
    do step = 1, steps
        flux(0) = source_power(step)
        do cell = 1, cells - 1
            flux(cell) = -conductivity * (t(cell + 1) - t(cell)) / dx
        end do
        flux(cells) = radiated(t(cells))
        do cell = 1, cells
            t_new(cell) = t(cell) + dt / heat_capacity * (flux(cell - 1) - flux(cell)) / dx
            if (t_new(cell) > hottest) hottest = real(t_new(cell), real32)
        end do
        t = t_new
        total = sum(t)
        mode = cmplx(t(1) - t(cells), total / cells, real64)
        warm = total / cells > 300.0_real64
    end do
    print '(6es25.17)', t
    print '(a,2es25.17,l2)', 'mode', mode, warm

contains

    function source_power(step) result(power)
        integer, intent(in) :: step
        real(real64) :: power
        power = 900.0_real64
        if (step > 3) power = power / 2
    end function source_power

    function radiated(temperature) result(power)
        real(real64), intent(in) :: temperature
        real(real64) :: power
        power = sigma * temperature**4
    end function radiated
end program heat
