! Heat along a rod, in both precisions. heat [FAULT ...]
!   edge  the last cell is left out in step 1
!   rate  the rate is another one in step 2, cell 3
program heat
  use, intrinsic :: iso_fortran_env, only: int64, real32, real64
  use tapir_tap
  implicit none
  integer, parameter :: cells = 6
  real(real64) :: T(0:cells + 1), flux(cells + 1), r
  real(real32) :: narrow
  integer(int64) :: visits
  integer :: step, i, last
  T = 300
  T(0) = 400.1_real64
  T(cells + 1) = 250.7_real64
  visits = 0
  call tapir_unit("T", "K")
  call tapir_unit("flux", "K")
  do step = 0, 3
    call tapir_loop_begin("step", step)
    do i = 1, cells + 1
      flux(i) = T(i) - T(i - 1)
    end do
    flux = tap("flux", flux)
    last = tap("last", merge(cells - 1, cells, has("edge") .and. step == 1))
    do i = 1, last
      call tapir_loop_begin("cell", i)
      r = tap("r", merge(0.21_real64, 0.2_real64, has("rate") .and. step == 2 .and. i == 3))
      T(i) = tap("T", T(i) + r * (flux(i + 1) - flux(i)))
      visits = tap("visits", visits + 1)
      call tapir_loop_end()
    end do
    narrow = tap("narrow", real(sum(T), real32))
    call tapir_loop_end()
  end do
  do i = 1, cells
    print "(z16.16)", transfer(T(i), 1_int64)
  end do
  print "(i0,1x,es16.8)", visits, narrow

contains

  logical function has(fault)
    character(*), intent(in) :: fault
    character(16) :: word
    integer :: k
    has = .false.
    do k = 1, command_argument_count()
      call get_command_argument(k, word)
      has = has .or. word == fault
    end do
  end function has

end program heat
