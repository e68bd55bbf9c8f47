! Taps in a Fortran program: the value goes through the tap, and the program goes on with what comes back.
!
!     use tapir_tap
!     call tapir_unit("T", "K")                 ! once; a key without it has no unit
!     do step = 1, steps
!       call tapir_loop_begin("step", step)
!       T(i) = tap("T", T(i) + dt * flux)       ! real32, real64, integers of 32 and 64 bits
!       q = tap("q", q)                         ! and vectors of them
!       call tapir_loop_end()
!     end do
!
! README.md tells what the environment asks for:
!
!     TAPIR_TRACE=FILE      record: a native trace (version 2 of trace/FORMAT.md); %p is the number of the process
!     TAPIR_AGAINST=FILE    graft: each value is compared with that trace's and replaced by it where they differ
!     TAPIR_DIFFERENCES=F   what differed, a JSON object a line
!     TAPIR_RTOL=X          values within this relative tolerance are replaced as well, and not counted as different
!     TAPIR_MOVE=KEY:N      learn: this tap's values are moved by N ulps, or by a share of them where N has a point or an e
!     TAPIR_AT=LOOP=N,...   only there; taps outside these loops are taken as well
!
! Nothing that goes wrong here stops the program or changes a value: it is said once on standard error, and the trace is
! left without its last line, so that no reader takes it for a whole one. Compiled with OpenMP, every thread has its own
! open loops and taps in any thread are safe; open in a thread also the loops around it (one open twice counts once).
module tapir_tap
  use, intrinsic :: iso_fortran_env, only: int32, int64, real32, real64, error_unit
  use, intrinsic :: iso_c_binding, only: c_int, c_funptr, c_funloc
  implicit none
  private
  public :: tap, tapir_unit, tapir_loop_begin, tapir_loop_end, tapir_finish

  !> Lets a value through, records it, compares it, replaces or moves it; returns the value to go on with.
  interface tap
    module procedure tap_real32, tap_real64, tap_int32, tap_int64
    module procedure tap_real32_vector, tap_real64_vector, tap_int32_vector, tap_int64_vector
  end interface tap

  !> Opens a loop at one of its passes; tapir_loop_end closes it, also before `cycle` and `exit`.
  interface tapir_loop_begin
    module procedure loop_begin_int32, loop_begin_int64
  end interface tapir_loop_begin

  interface
    integer(c_int) function at_exit(handler) bind(c, name="atexit")
      import :: c_int, c_funptr
      type(c_funptr), value :: handler
    end function at_exit
    integer(c_int) function process_number() bind(c, name="getpid")
      import :: c_int
    end function process_number
  end interface

  integer, parameter :: word_length = 64, most_loops = 12, most_inner_loops = 10, most_open = 32
  integer, parameter :: flush_size = 1048576, header_size = 1024, most_told = 10
  integer, parameter :: unknown = 1, off = 0, on = 2

  type :: site_type
    integer :: count = 0
    character(word_length) :: name(most_loops)
    integer(int64) :: index(most_loops)
  end type site_type

  type :: reference_type
    character(:), allocatable :: site, unit
    integer :: first = 0, count = 0, next = 0
    logical :: visited = .false.
  end type reference_type

  !> A number of the reference.
  type :: value_type
    real(real64) :: real
    integer(int64) :: whole
    logical :: is_whole
  end type value_type

  !> Numbers of one tap: reals of `size` bytes, or integers.
  type :: numbers_type
    logical :: is_real
    integer :: size
    real(real64), allocatable :: real(:)
    integer(int64), allocatable :: whole(:)
  end type numbers_type

  type :: sha_type
    integer(int64) :: state(0:7)
    integer :: block(0:63)
    integer(int64) :: bytes
  end type sha_type

  integer, save :: state = unknown
  integer(c_int), save :: process = 0
  ! record
  integer, save :: trace_unit = 0
  logical, save :: recording = .false., early_header = .false., incomplete = .false.
  logical, save :: has_real32 = .false., has_real64 = .false.
  character(:), allocatable, save :: trace_name, lines
  integer, save :: line_bytes = 0, loop_count = 0
  integer(int64), save :: records = 0
  character(word_length), save :: loop_names(most_loops)
  type(sha_type), save :: digest
  ! graft
  logical, save :: grafting = .false., telling = .false.
  character(:), allocatable, save :: against_name, told
  type(reference_type), allocatable, save :: reference(:)
  type(value_type), allocatable, save :: reference_values(:)
  integer, allocatable, save :: table(:)
  integer, save :: reference_count = 0, value_count = 0, differences_unit = 0
  real(real64), save :: rtol = 0
  integer(int64), save :: compared = 0, differing = 0, within = 0, extra = 0
  ! learn
  logical, save :: moving = .false.
  character(:), allocatable, save :: move_key
  integer(int64), save :: move_ulps = 0, moved = 0
  real(real64), save :: move_share = 0
  ! selection, units, and what has been said
  type(site_type), save :: at
  integer, save :: key_count = 0
  character(word_length), allocatable, save :: keys(:), units(:)
  logical, save :: said(8) = .false.
  integer, parameter :: says_write = 1, says_loops = 2, says_depth = 3, says_count = 4, says_unit = 5, says_kind = 6

  ! the open loops of this thread; depth may pass most_open, and those further in are not known
  integer, save :: depth = 0, outside = 0
  character(word_length), save :: open_name(most_open)
  integer(int64), save :: open_index(most_open)
  logical, save :: open_outside(most_open)
  !$omp threadprivate(depth, outside, open_name, open_index, open_outside)

  integer(int64), parameter :: mask = 4294967295_int64
  integer(int64), parameter :: sha_start(0:7) = [ &
        1779033703_int64, 3144134277_int64, 1013904242_int64, 2773480762_int64, 1359893119_int64, 2600822924_int64, &
        528734635_int64, 1541459225_int64]
  integer(int64), parameter :: sha_constants(0:63) = [ &
        1116352408_int64, 1899447441_int64, 3049323471_int64, 3921009573_int64, 961987163_int64, 1508970993_int64, &
        2453635748_int64, 2870763221_int64, 3624381080_int64, 310598401_int64, 607225278_int64, 1426881987_int64, &
        1925078388_int64, 2162078206_int64, 2614888103_int64, 3248222580_int64, 3835390401_int64, 4022224774_int64, &
        264347078_int64, 604807628_int64, 770255983_int64, 1249150122_int64, 1555081692_int64, 1996064986_int64, &
        2554220882_int64, 2821834349_int64, 2952996808_int64, 3210313671_int64, 3336571891_int64, 3584528711_int64, &
        113926993_int64, 338241895_int64, 666307205_int64, 773529912_int64, 1294757372_int64, 1396182291_int64, &
        1695183700_int64, 1986661051_int64, 2177026350_int64, 2456956037_int64, 2730485921_int64, 2820302411_int64, &
        3259730800_int64, 3345764771_int64, 3516065817_int64, 3600352804_int64, 4094571909_int64, 275423344_int64, &
        430227734_int64, 506948616_int64, 659060556_int64, 883997877_int64, 958139571_int64, 1322822218_int64, &
        1537002063_int64, 1747873779_int64, 1955562222_int64, 2024104815_int64, 2227730452_int64, 2361852424_int64, &
        2428436474_int64, 2756734187_int64, 3204031479_int64, 3329325298_int64]

contains

  ! ---- the taps ----

  function tap_real64(key, x) result(y)
    character(*), intent(in) :: key
    real(real64), intent(in) :: x
    real(real64) :: y
    type(numbers_type) :: numbers
    y = x
    if (state == off) return
    numbers%is_real = .true.
    numbers%size = 8
    numbers%real = [x]
    if (visited(key, numbers)) y = numbers%real(1)
  end function tap_real64

  function tap_real64_vector(key, x) result(y)
    character(*), intent(in) :: key
    real(real64), intent(in) :: x(:)
    real(real64) :: y(size(x))
    type(numbers_type) :: numbers
    y = x
    if (state == off) return
    numbers%is_real = .true.
    numbers%size = 8
    numbers%real = x
    if (visited(key, numbers)) y = numbers%real
  end function tap_real64_vector

  function tap_real32(key, x) result(y)
    character(*), intent(in) :: key
    real(real32), intent(in) :: x
    real(real32) :: y
    type(numbers_type) :: numbers
    y = x
    if (state == off) return
    numbers%is_real = .true.
    numbers%size = 4
    numbers%real = [real(x, real64)]
    if (visited(key, numbers)) y = real(numbers%real(1), real32)
  end function tap_real32

  function tap_real32_vector(key, x) result(y)
    character(*), intent(in) :: key
    real(real32), intent(in) :: x(:)
    real(real32) :: y(size(x))
    type(numbers_type) :: numbers
    y = x
    if (state == off) return
    numbers%is_real = .true.
    numbers%size = 4
    numbers%real = real(x, real64)
    if (visited(key, numbers)) y = real(numbers%real, real32)
  end function tap_real32_vector

  function tap_int32(key, n) result(m)
    character(*), intent(in) :: key
    integer(int32), intent(in) :: n
    integer(int32) :: m
    type(numbers_type) :: numbers
    m = n
    if (state == off) return
    numbers%is_real = .false.
    numbers%size = 4
    numbers%whole = [int(n, int64)]
    if (visited(key, numbers)) m = int(numbers%whole(1), int32)
  end function tap_int32

  function tap_int32_vector(key, n) result(m)
    character(*), intent(in) :: key
    integer(int32), intent(in) :: n(:)
    integer(int32) :: m(size(n))
    type(numbers_type) :: numbers
    m = n
    if (state == off) return
    numbers%is_real = .false.
    numbers%size = 4
    numbers%whole = int(n, int64)
    if (visited(key, numbers)) m = int(numbers%whole, int32)
  end function tap_int32_vector

  function tap_int64(key, n) result(m)
    character(*), intent(in) :: key
    integer(int64), intent(in) :: n
    integer(int64) :: m
    type(numbers_type) :: numbers
    m = n
    if (state == off) return
    numbers%is_real = .false.
    numbers%size = 8
    numbers%whole = [n]
    if (visited(key, numbers)) m = numbers%whole(1)
  end function tap_int64

  function tap_int64_vector(key, n) result(m)
    character(*), intent(in) :: key
    integer(int64), intent(in) :: n(:)
    integer(int64) :: m(size(n))
    type(numbers_type) :: numbers
    m = n
    if (state == off) return
    numbers%is_real = .false.
    numbers%size = 8
    numbers%whole = n
    if (visited(key, numbers)) m = numbers%whole
  end function tap_int64_vector

  !> Says the unit of a key; units that differ from the reference's are not compared.
  subroutine tapir_unit(key, unit)
    character(*), intent(in) :: key, unit
    character(word_length), allocatable :: more(:)
    integer :: i
    if (state == off) return
    !$omp critical (tapir_tap_lock)
    if (state == unknown) call begin()
    if (.not. allocated(keys)) allocate (keys(16), units(16))
    do i = 1, key_count
      if (keys(i) == as_word(key, .false.)) exit
    end do
    if (i > size(keys)) then
      allocate (more(2 * size(keys)))
      more(:size(keys)) = keys
      call move_alloc(more, keys)
      allocate (more(size(keys)))
      more(:size(units)) = units
      call move_alloc(more, units)
    end if
    keys(i) = as_word(key, .false.)
    units(i) = as_word(unit, .false.)
    key_count = max(key_count, i)
    !$omp end critical (tapir_tap_lock)
  end subroutine tapir_unit

  subroutine loop_begin_int32(name, index)
    character(*), intent(in) :: name
    integer(int32), intent(in) :: index
    call loop_begin_int64(name, int(index, int64))
  end subroutine loop_begin_int32

  subroutine loop_begin_int64(name, index)
    character(*), intent(in) :: name
    integer(int64), intent(in) :: index
    integer :: i
    if (state == off) return
    if (state == unknown) then
      !$omp critical (tapir_tap_lock)
      if (state == unknown) call begin()
      !$omp end critical (tapir_tap_lock)
      if (state == off) return
    end if
    depth = depth + 1
    if (depth > most_open) return
    open_name(depth) = as_word(name, .true.)
    open_index(depth) = index
    open_outside(depth) = .false.
    do i = 1, at%count
      if (at%name(i) == open_name(depth) .and. at%index(i) /= index) open_outside(depth) = .true.
    end do
    if (open_outside(depth)) outside = outside + 1
  end subroutine loop_begin_int64

  subroutine tapir_loop_end()
    if (state == off .or. depth == 0) return
    if (depth <= most_open) then
      if (open_outside(depth)) outside = outside - 1
    end if
    depth = depth - 1
  end subroutine tapir_loop_end

  !> Ends the trace and says what differed. Called by itself when the program exits.
  subroutine tapir_finish()
    if (state /= on) return
    if (process /= process_number()) return ! a forked process leaves the files alone
    state = off
    if (recording) call end_trace()
    if (grafting) call end_graft()
    if (telling) close (differences_unit)
    if (moving .and. moved == 0) call say(0, move_key, "TAPIR_MOVE moved nothing, no such tap was reached", &
      "Give the key of a tap, and look at TAPIR_AT.")
  end subroutine tapir_finish

  subroutine finish_at_exit() bind(c)
    call tapir_finish()
  end subroutine finish_at_exit

  !> Whether the numbers are others now.
  function visited(key, numbers) result(changed)
    character(*), intent(in) :: key
    type(numbers_type), intent(inout) :: numbers
    logical :: changed
    type(site_type) :: site
    character(:), allocatable :: word
    changed = .false.
    if (outside > 0) return
    !$omp critical (tapir_tap_lock)
    if (state == unknown) call begin()
    if (state == on .and. number_count(numbers) > 0) then
      if (depth > most_open) then
        incomplete = .true.
        call say(says_depth, key, "more than 32 loops are open, so its place is not known", &
          "Close each loop that is opened: call tapir_loop_end().")
      end if
      word = as_word(key, .false.)
      call find_site(site)
      if (grafting) call graft(word, site, numbers, changed)
      if (moving) then
        if (word == move_key) call move_numbers(numbers, changed)
      end if
      if (recording .and. .not. incomplete) call record(word, site, numbers)
    end if
    !$omp end critical (tapir_tap_lock)
  end function visited

  ! ---- words and numbers as text ----

  !> Says a problem on standard error; each kind once, kind 0 always.
  subroutine say(kind, where, problem, remedy)
    integer, intent(in) :: kind
    character(*), intent(in) :: where, problem, remedy
    if (kind > 0) then
      if (said(kind)) return
      said(kind) = .true.
    end if
    write (error_unit, "(7a)") "tapir_tap: ", trim(where), ": ", problem, ". ", remedy
  end subroutine say

  !> A word of a trace: what would part it or end it becomes '_'.
  pure function as_word(text, is_loop) result(word)
    character(*), intent(in) :: text
    logical, intent(in) :: is_loop
    character(:), allocatable :: word
    integer :: i
    word = text(:min(len_trim(text), word_length))
    do i = 1, len(word)
      if (iachar(word(i:i)) <= 32 .or. iachar(word(i:i)) == 127 .or. scan(word(i:i), "[]=") > 0 .or. &
          (is_loop .and. scan(word(i:i), ",:%") > 0)) word(i:i) = "_"
    end do
  end function as_word

  pure function small_letters(text) result(small)
    character(*), intent(in) :: text
    character(len(text)) :: small
    integer :: i
    small = text
    do i = 1, len(text)
      if (text(i:i) >= "A" .and. text(i:i) <= "Z") small(i:i) = achar(iachar(text(i:i)) + 32)
    end do
  end function small_letters

  pure function whole_text(n) result(text)
    integer(int64), intent(in) :: n
    character(:), allocatable :: text
    character(24) :: buffer
    write (buffer, "(i0)") n
    text = trim(buffer)
  end function whole_text

  !> The shortest decimals that read back as the same double.
  function real_text(x) result(text)
    real(real64), intent(in) :: x
    character(:), allocatable :: text, figures
    character(32) :: buffer
    character(12), parameter :: layouts(3) = [character(12) :: "(es31.14e3)", "(es31.15e3)", "(es31.16e3)"]
    real(real64) :: back
    integer :: i, exponent, sign, last
    if (x /= x) then
      text = "nan"
    else if (abs(x) > huge(x)) then
      text = merge("inf ", "-inf", x > 0)
      text = trim(text)
    else
      do i = 1, 3
        write (buffer, layouts(i)) x
        read (buffer, *) back
        if (back == x) exit
      end do
      buffer = adjustl(buffer)
      sign = merge(1, 0, buffer(1:1) == "-")
      i = index(buffer, "E")
      read (buffer(i + 1:), *) exponent
      figures = buffer(sign + 1:sign + 1)//buffer(sign + 3:i - 1)
      last = max(1, verify(figures, "0", back=.true.))
      figures = figures(:last)
      if (exponent >= 0 .and. exponent < last - 1) then
        text = figures(:exponent + 1)//"."//figures(exponent + 2:)
      else if (exponent >= 0 .and. exponent < 16) then
        text = figures//repeat("0", exponent - last + 1)
      else if (exponent < 0 .and. exponent >= -5) then
        text = "0."//repeat("0", -exponent - 1)//figures
      else
        text = figures(1:1)//merge(".", " ", last > 1)
        text = trim(text)//figures(2:)//"e"//whole_text(int(exponent, int64))
      end if
      if (sign == 1) text = "-"//text
    end if
  end function real_text

  !> A double as C's %a has it.
  function exact_text(x) result(text)
    real(real64), intent(in) :: x
    character(:), allocatable :: text
    character(13) :: fraction
    integer(int64) :: bits, exponent
    if (x /= x .or. abs(x) > huge(x)) then
      text = real_text(x)
      return
    end if
    bits = transfer(x, bits)
    exponent = ibits(bits, 52, 11)
    write (fraction, "(z13.13)") ibits(bits, 0, 52)
    text = merge("0x0.", "0x1.", exponent == 0)//small_letters(fraction)//"p"
    text = text//whole_text(merge(-1022_int64, exponent - 1023, exponent == 0))
    if (x == 0) text = "0x0p+0"
    if (bits < 0) text = "-"//text
  end function exact_text

  function number_text(numbers, i, exact) result(text)
    type(numbers_type), intent(in) :: numbers
    integer, intent(in) :: i
    logical, intent(in) :: exact
    character(:), allocatable :: text
    if (.not. numbers%is_real) then
      text = whole_text(numbers%whole(i))
    else if (exact) then
      text = exact_text(numbers%real(i))
    else
      text = real_text(numbers%real(i))
    end if
  end function number_text

  pure function number_count(numbers) result(count)
    type(numbers_type), intent(in) :: numbers
    integer :: count
    if (numbers%is_real) then
      count = size(numbers%real)
    else
      count = size(numbers%whole)
    end if
  end function number_count

  !> Reads a number, also C's %a. Returns false where it is none.
  function read_value(text, value) result(ok)
    character(*), intent(in) :: text
    type(value_type), intent(out) :: value
    logical :: ok
    integer :: status, point, power, first
    integer(int64) :: figures
    character(16) :: hexadecimal
    value%whole = 0
    value%is_whole = verify(text, "-0123456789") == 0 .and. text /= "-0"
    if (value%is_whole) then
      read (text, *, iostat=status) value%whole
      value%is_whole = status == 0
    end if
    first = index(text, "0x")
    if (first == 0) then
      read (text, *, iostat=status) value%real
      ok = status == 0 .and. verify(text, "0123456789+-.eEinfaty") == 0
      return
    end if
    power = index(text, "p")
    point = index(text, ".")
    if (point == 0) point = power
    ok = power > first .and. point <= power
    if (.not. ok) return
    hexadecimal = text(first + 2:point - 1)//text(min(point + 1, power):power - 1)
    read (hexadecimal, "(z16)", iostat=status) figures
    ok = status == 0
    read (text(power + 1:), *, iostat=status) power
    ok = ok .and. status == 0
    if (.not. ok) return
    value%real = scale(real(figures, real64), power - 4 * max(0, index(text, "p") - point - 1))
    if (text(1:1) == "-") value%real = -value%real
  end function read_value

  pure function same_bits(a, b) result(same)
    real(real64), intent(in) :: a, b
    logical :: same
    same = transfer(a, 1_int64) == transfer(b, 1_int64) .or. (a /= a .and. b /= b)
  end function same_bits

  ! ---- SHA-256 (FIPS 180-4), in integers of 64 bits that never overflow ----

  subroutine sha_begin(sha)
    type(sha_type), intent(out) :: sha
    sha%state = sha_start
    sha%block = 0
    sha%bytes = 0
  end subroutine sha_begin

  pure function turned(x, n) result(y)
    integer(int64), intent(in) :: x
    integer, intent(in) :: n
    integer(int64) :: y
    y = ior(ishft(x, -n), iand(ishft(x, 32 - n), mask))
  end function turned

  subroutine sha_block(sha)
    type(sha_type), intent(inout) :: sha
    integer(int64) :: word(0:63), x(0:7), one, two
    integer :: i
    do i = 0, 15
      word(i) = ior(ior(ishft(int(sha%block(4 * i), int64), 24), ishft(int(sha%block(4 * i + 1), int64), 16)), &
        ior(ishft(int(sha%block(4 * i + 2), int64), 8), int(sha%block(4 * i + 3), int64)))
    end do
    do i = 16, 63
      one = ieor(ieor(turned(word(i - 15), 7), turned(word(i - 15), 18)), ishft(word(i - 15), -3))
      two = ieor(ieor(turned(word(i - 2), 17), turned(word(i - 2), 19)), ishft(word(i - 2), -10))
      word(i) = iand(word(i - 16) + one + word(i - 7) + two, mask)
    end do
    x = sha%state
    do i = 0, 63
      one = x(7) + ieor(ieor(turned(x(4), 6), turned(x(4), 11)), turned(x(4), 25)) + &
        ieor(iand(x(4), x(5)), iand(iand(not(x(4)), mask), x(6))) + sha_constants(i) + word(i)
      two = ieor(ieor(turned(x(0), 2), turned(x(0), 13)), turned(x(0), 22)) + &
        ieor(ieor(iand(x(0), x(1)), iand(x(0), x(2))), iand(x(1), x(2)))
      x(1:7) = x(0:6)
      x(4) = iand(x(4) + one, mask)
      x(0) = iand(one + two, mask)
    end do
    sha%state = iand(sha%state + x, mask)
  end subroutine sha_block

  subroutine sha_byte(sha, byte)
    type(sha_type), intent(inout) :: sha
    integer, intent(in) :: byte
    sha%block(iand(sha%bytes, 63_int64)) = byte
    sha%bytes = sha%bytes + 1
    if (iand(sha%bytes, 63_int64) == 0) call sha_block(sha)
  end subroutine sha_byte

  subroutine sha_add(sha, text)
    type(sha_type), intent(inout) :: sha
    character(*), intent(in) :: text
    integer :: i
    do i = 1, len(text)
      call sha_byte(sha, iand(ichar(text(i:i)), 255))
    end do
  end subroutine sha_add

  function sha_end(sha) result(text)
    type(sha_type), intent(inout) :: sha
    character(64) :: text
    integer(int64) :: bits
    integer :: i
    bits = 8 * sha%bytes
    call sha_byte(sha, 128)
    do while (iand(sha%bytes, 63_int64) /= 56)
      call sha_byte(sha, 0)
    end do
    do i = 7, 0, -1
      call sha_byte(sha, int(ibits(bits, 8 * i, 8)))
    end do
    do i = 0, 7
      write (text(8 * i + 1:8 * i + 8), "(z8.8)") sha%state(i)
    end do
    text = small_letters(text)
  end function sha_end

  ! ---- sites ----

  !> The open loops of this thread, the outermost first; of one that is open twice the inner pass.
  subroutine find_site(site)
    type(site_type), intent(out) :: site
    integer :: i, place
    site%count = 0
    do i = 1, min(depth, most_open)
      do place = 1, site%count
        if (site%name(place) == open_name(i)) exit
      end do
      if (place > most_loops) then
        incomplete = .true.
        call say(says_loops, open_name(i), "it is one loop too many, a trace has at most 12", &
          "Leave out loops that tell no records apart.")
        return
      end if
      site%name(place) = open_name(i)
      site%index(place) = open_index(i)
      site%count = max(site%count, place)
    end do
  end subroutine find_site

  function loops_text(site) result(text)
    type(site_type), intent(in) :: site
    character(:), allocatable :: text
    integer :: i
    text = ""
    do i = 1, site%count
      text = text//" "//trim(site%name(i))//"="//whole_text(site%index(i))
    end do
  end function loops_text

  !> Key and loops as one text, whatever the order of the loops.
  function site_text(key, site) result(text)
    character(*), intent(in) :: key
    type(site_type), intent(in) :: site
    character(:), allocatable :: text
    type(site_type) :: sorted
    character(word_length) :: name
    integer(int64) :: index
    integer :: i, j
    sorted = site
    do i = 2, sorted%count
      name = sorted%name(i)
      index = sorted%index(i)
      do j = i - 1, 1, -1
        if (sorted%name(j) <= name) exit
        sorted%name(j + 1) = sorted%name(j)
        sorted%index(j + 1) = sorted%index(j)
      end do
      sorted%name(j + 1) = name
      sorted%index(j + 1) = index
    end do
    text = key//loops_text(sorted)
  end function site_text

  function unit_of(key) result(unit)
    character(*), intent(in) :: key
    character(:), allocatable :: unit
    integer :: i
    unit = ""
    do i = 1, key_count
      if (keys(i) == key) unit = trim(units(i))
    end do
  end function unit_of

  ! ---- record ----

  !> Adds the loops of a record to those of the trace, each behind the loop around it.
  subroutine declare_loops(site)
    type(site_type), intent(in) :: site
    integer :: i, j, place, inner
    place = 0
    do i = 1, site%count
      do j = 1, loop_count
        if (loop_names(j) == site%name(i)) exit
      end do
      if (j > loop_count) then
        inner = count(loop_names(:loop_count) /= "slow" .and. loop_names(:loop_count) /= "fast")
        if (inner == most_inner_loops .and. site%name(i) /= "slow" .and. site%name(i) /= "fast") then
          incomplete = .true.
          call say(says_loops, site%name(i), "it is one loop too many, a trace has at most 10 besides slow and fast", &
            "Leave out loops that tell no records apart.")
          return
        end if
        loop_names(place + 2:loop_count + 1) = loop_names(place + 1:loop_count)
        loop_names(place + 1) = site%name(i)
        loop_count = loop_count + 1
        j = place + 1
      end if
      place = j
    end do
  end subroutine declare_loops

  !> The header, with as many zeros in front of the count as fill `width`.
  function header(width) result(text)
    integer, intent(in) :: width
    character(:), allocatable :: text, number
    character(1024) :: program
    integer :: i
    call get_command_argument(0, program)
    program = as_word(program(index(program, "/", back=.true.) + 1:), .false.)
    if (program == "") program = "program"
    text = "TAPIR_TRACE format=2 program="//trim(program)
    if (has_real32 .neqv. has_real64) text = text//merge(" dtype=float32", " dtype=float64", has_real32)
    text = text//" loops="
    do i = 1, loop_count
      if (i > 1) text = text//","
      text = text//trim(loop_names(i))
      if (loop_names(i) == "slow") text = text//":row"
      if (loop_names(i) == "fast") text = text//":column"
    end do
    if (loop_count == 0) text = text//"none"
    number = whole_text(records)
    text = text//" records="
    text = text//repeat("0", max(0, width - len(text) - len(number) - 1))//number//new_line("a")
  end function header

  subroutine write_trace(text)
    character(*), intent(in) :: text
    integer :: status
    write (trace_unit, iostat=status) text
    if (status /= 0) then
      incomplete = .true.
      call say(says_write, trace_name, "the trace cannot be written", "Give TAPIR_TRACE a file on a disk with room.")
    end if
  end subroutine write_trace

  !> Writes the lines that are held. An early header leaves room for loops and a count that are not known yet.
  subroutine flush_lines(early)
    logical, intent(in) :: early
    if (.not. early_header) call write_trace(header(merge(header_size, 0, early)))
    early_header = early_header .or. early
    call sha_add(digest, lines(:line_bytes))
    call write_trace(lines(:line_bytes))
    line_bytes = 0
  end subroutine flush_lines

  subroutine end_trace()
    character(:), allocatable :: text
    logical :: early
    integer :: status, behind
    early = early_header
    call flush_lines(.false.)
    if (early) then
      text = header(header_size)
      inquire (trace_unit, pos=behind)
      write (trace_unit, pos=1, iostat=status) text
      if (len(text) /= header_size .or. status /= 0) then
        incomplete = .true.
        call say(0, trace_name, "its header cannot be completed", &
          "Give TAPIR_TRACE a file, not a pipe, and the loops shorter names.")
      else
        write (trace_unit, pos=behind, iostat=status) ""
      end if
    end if
    ! without a footer no reader takes a trace for whole
    if (.not. incomplete) call write_trace("TAPIR_END records="//whole_text(records)//" sha256="//sha_end(digest)//new_line("a"))
    close (trace_unit, iostat=status)
  end subroutine end_trace

  subroutine record(key, site, numbers)
    character(*), intent(in) :: key
    type(site_type), intent(in) :: site
    type(numbers_type), intent(in) :: numbers
    character(:), allocatable :: line
    integer :: i
    call declare_loops(site)
    if (numbers%is_real) then
      has_real32 = has_real32 .or. numbers%size == 4
      has_real64 = has_real64 .or. numbers%size == 8
    end if
    line = key//" ["//unit_of(key)//"]"//loops_text(site)//" :"
    do i = 1, number_count(numbers)
      line = line//" "//number_text(numbers, i, .false.)
    end do
    line = line//new_line("a")
    if (line_bytes + len(line) > len(lines)) call flush_lines(.true.)
    if (len(line) > len(lines)) then
      deallocate (lines)
      allocate (character(2 * len(line)) :: lines)
    end if
    lines(line_bytes + 1:line_bytes + len(line)) = line
    line_bytes = line_bytes + len(line)
    records = records + 1
  end subroutine record

  ! ---- the reference ----

  !> Whether TAPIR_AT asks for a site.
  function asked_for(site) result(asked)
    type(site_type), intent(in) :: site
    logical :: asked
    integer :: i
    asked = .true.
    do i = 1, site%count
      if (any(at%name(:at%count) == site%name(i) .and. at%index(:at%count) /= site%index(i))) asked = .false.
    end do
  end function asked_for

  !> "step=3 cell=4" or, with commas, "step=3,cell=4". Returns false where it is neither.
  function read_loops(text, separator, site) result(ok)
    character(*), intent(in) :: text
    character(1), intent(in) :: separator
    type(site_type), intent(out) :: site
    logical :: ok
    integer :: first, last, equals, status
    site%count = 0
    ok = .true.
    first = 1
    do while (first <= len_trim(text))
      last = scan(text(first:), separator)
      last = merge(len_trim(text), first + last - 2, last == 0)
      if (last >= first) then
        equals = index(text(first:last), "=")
        ok = equals > 1 .and. site%count < most_loops
        if (.not. ok) return
        site%count = site%count + 1
        site%name(site%count) = text(first:first + equals - 2)
        ok = verify(text(first + equals:last), "-0123456789") == 0 .and. first + equals <= last
        if (.not. ok) return
        read (text(first + equals:last), *, iostat=status) site%index(site%count)
        ok = status == 0
        if (.not. ok) return
      end if
      first = last + 2
    end do
  end function read_loops

  function read_values(text, one) result(ok)
    character(*), intent(in) :: text
    type(reference_type), intent(inout) :: one
    type(value_type), allocatable :: more(:)
    type(value_type) :: value
    logical :: ok
    integer :: first, last
    one%first = value_count + 1
    one%count = 0
    ok = .true.
    first = 1
    do while (first <= len(text))
      last = index(text(first:), " ")
      last = merge(len(text), first + last - 2, last == 0)
      if (last >= first) then
        ok = read_value(text(first:last), value)
        if (.not. ok) return
        if (value_count == size(reference_values)) then
          allocate (more(2 * value_count))
          more(:value_count) = reference_values
          call move_alloc(more, reference_values)
        end if
        value_count = value_count + 1
        reference_values(value_count) = value
        one%count = one%count + 1
      end if
      first = last + 2
    end do
    ok = one%count > 0
  end function read_values

  function read_record(line) result(ok)
    character(*), intent(in) :: line
    type(reference_type), allocatable :: more(:)
    type(reference_type) :: one
    type(site_type) :: site
    logical :: ok
    integer :: open, close, colon
    open = index(line, " [")
    close = index(line(max(1, open):), "]") + open - 1
    colon = index(line(max(1, close):), " :") + close - 1
    ok = open > 1 .and. close > open .and. colon > close
    if (ok) ok = read_loops(line(close + 1:colon - 1), " ", site)
    if (.not. ok) return
    if (.not. asked_for(site)) return
    one%site = site_text(line(:open - 1), site)
    one%unit = line(open + 2:close - 1)
    ok = read_values(line(colon + 2:), one)
    if (.not. ok) return
    if (reference_count == size(reference)) then
      allocate (more(2 * reference_count))
      more(:reference_count) = reference
      call move_alloc(more, reference)
    end if
    reference_count = reference_count + 1
    reference(reference_count) = one
  end function read_record

  !> The place of a site in the table: that of its first record, or the empty one where it belongs.
  function table_place(site) result(place)
    character(*), intent(in) :: site
    integer :: place, i
    integer(int64) :: hash
    hash = 7
    do i = 1, len(site)
      hash = mod(131 * hash + ichar(site(i:i)), 2147483647_int64)
    end do
    place = int(mod(hash, int(size(table), int64))) + 1
    do while (table(place) > 0)
      if (reference(table(place))%site == site) exit
      place = mod(place, size(table)) + 1
    end do
  end function table_place

  subroutine fill_table()
    integer :: i, place
    allocate (table(2 * reference_count + 61))
    table = 0
    do i = reference_count, 1, -1 ! from behind: the first of a site heads its chain
      place = table_place(reference(i)%site)
      reference(i)%next = table(place)
      table(place) = i
    end do
  end subroutine fill_table

  !> Reads the records of a native trace. Returns what is wrong with it, "" for nothing.
  function read_reference(name) result(problem)
    character(*), intent(in) :: name
    character(:), allocatable :: problem, text, footer
    type(sha_type) :: sha
    integer :: file, status, bytes, first, last, digits
    integer(int64) :: count
    problem = "it cannot be read"
    open (newunit=file, file=name, access="stream", form="unformatted", status="old", action="read", iostat=status)
    if (status /= 0) return
    inquire (file, size=bytes)
    allocate (character(max(bytes, 0)) :: text)
    read (file, iostat=status) text
    close (file)
    if (status /= 0) return
    problem = "it is no native trace as text"
    if (index(text, "TAPIR_TRACE format=") /= 1) return
    first = index(text, new_line("a")) + 1
    last = index(text(:max(1, first - 1)), " digits=")
    if (last > 0) then ! its numbers are good for no more
      read (text(last + 8:first - 2), *, iostat=status) digits
      if (status == 0) rtol = max(rtol, 5 * 10.0_real64**(-digits))
    end if
    call sha_begin(sha)
    count = 0
    problem = "it is not whole, its last line is missing"
    do
      last = index(text(min(first, len(text) + 1):), new_line("a")) + first - 1
      if (last < first) return
      if (index(text(first:last), "TAPIR_END ") == 1) exit
      call sha_add(sha, text(first:last))
      if (.not. read_record(text(first:last - 1))) then
        problem = "a line of it is no record"
        return
      end if
      count = count + 1
      first = last + 1
    end do
    footer = "TAPIR_END records="//whole_text(count)//" sha256="//sha_end(sha)//new_line("a")
    problem = ""
    if (text(first:) /= footer) problem = "it was changed after it was written"
  end function read_reference

  subroutine begin_graft(name)
    character(*), intent(in) :: name
    character(:), allocatable :: problem
    allocate (reference(1024), reference_values(4096))
    problem = read_reference(name)
    if (problem /= "") then
      call say(0, name, problem, "Nothing is compared or replaced. Give TAPIR_AGAINST a whole native trace; "// &
        "`tapir trace import` makes one of any other.")
      return
    end if
    call fill_table()
    against_name = name
    told = ""
    grafting = .true.
  end subroutine begin_graft

  ! ---- graft ----

  !> One line of TAPIR_DIFFERENCES; an empty reference is none.
  subroutine tell(key, site, pass, component, program, other, is_within)
    character(*), intent(in) :: key, program, other
    type(site_type), intent(in) :: site
    integer, intent(in) :: pass, component
    logical, intent(in) :: is_within
    character(:), allocatable :: text
    integer :: i, status
    if (.not. telling) return
    text = '{"type":"difference","tap":'//quoted(key)//',"component":'//whole_text(int(component, int64))//',"site":{'
    do i = 1, site%count
      if (i > 1) text = text//","
      text = text//quoted(trim(site%name(i)))//":"//whole_text(site%index(i))
    end do
    text = text//'},"pass":'//whole_text(int(pass, int64))//',"program":'//program//',"reference":'
    if (other == "") then
      text = text//'null,"grafted":false'
    else
      text = text//other//',"grafted":true'
    end if
    text = text//',"within":'//trim(merge("true ", "false", is_within))//',"inherited":false,"file":"","line":0}'
    write (differences_unit, iostat=status) text//new_line("a")
    if (status /= 0) call say(says_write, "TAPIR_DIFFERENCES", "it cannot be written", "Give a file on a disk with room.")
    flush (differences_unit) ! the program may crash
  end subroutine tell

  function quoted(word) result(text)
    character(*), intent(in) :: word
    character(:), allocatable :: text
    integer :: i
    text = '"'
    do i = 1, len(word)
      if (word(i:i) == '"' .or. word(i:i) == "\") text = text//"\"
      text = text//word(i:i)
    end do
    text = text//'"'
  end function quoted

  subroutine remember(text)
    character(*), intent(in) :: text
    if (differing + extra <= most_told) told = told//"  "//text//new_line("a")
  end subroutine remember

  subroutine graft(key, site, numbers, changed)
    character(*), intent(in) :: key
    type(site_type), intent(in) :: site
    type(numbers_type), intent(inout) :: numbers
    logical, intent(inout) :: changed
    character(:), allocatable :: text, program
    integer :: place, pass
    text = site_text(key, site)
    place = table(table_place(text))
    pass = 0
    do while (place > 0)
      if (.not. reference(place)%visited) exit
      place = reference(place)%next
      pass = pass + 1
    end do
    text = key//loops_text(site)
    if (place == 0) then
      extra = extra + 1
      program = number_text(numbers, 1, .true.)
      if (numbers%is_real) program = '"'//program//'"'
      call tell(key, site, pass, 0, program, "", .false.)
      call remember(text//": "//number_text(numbers, 1, .false.)//", the reference has no such record")
    else if (reference(place)%unit /= "" .and. unit_of(key) /= "" .and. reference(place)%unit /= unit_of(key)) then
      call say(says_unit, text, "its unit here is not that of the reference, so it is not compared", &
        "Tap it in one unit on both sides.")
    else if (reference(place)%count /= number_count(numbers)) then
      call say(says_count, text, "it has another number of components in the reference, so it is not compared", &
        "Tap the same components on both sides.")
    else
      reference(place)%visited = .true.
      call compare(key, site, pass, reference(place)%first, numbers, changed)
    end if
  end subroutine graft

  subroutine compare(key, site, pass, first, numbers, changed)
    character(*), intent(in) :: key
    type(site_type), intent(in) :: site
    integer, intent(in) :: pass, first
    type(numbers_type), intent(inout) :: numbers
    logical, intent(inout) :: changed
    character(:), allocatable :: program, other, text
    type(value_type) :: value
    logical :: is_within
    real(real64) :: larger
    integer :: i
    do i = 1, number_count(numbers)
      value = reference_values(first + i - 1)
      compared = compared + 1
      is_within = .false.
      if (numbers%is_real) then
        if (numbers%size == 4) value%real = real(real(value%real, real32), real64)
        if (same_bits(numbers%real(i), value%real)) cycle
        larger = max(abs(numbers%real(i)), abs(value%real))
        is_within = rtol > 0 .and. larger <= huge(larger) .and. abs(numbers%real(i) - value%real) <= rtol * larger
        program = '"'//number_text(numbers, i, .true.)//'"'
        other = '"'//exact_text(value%real)//'"'
        text = real_text(value%real)
      else
        if (value%is_whole .and. value%whole == numbers%whole(i)) cycle
        program = number_text(numbers, i, .true.)
        other = ""
        text = real_text(value%real)
        if (value%is_whole) other = whole_text(value%whole)
        if (value%is_whole) text = other
        if (.not. value%is_whole) call say(says_kind, key, "an integer here and a real number in the reference "// &
          "is not replaced", "Tap the same value on both sides.")
      end if
      call tell(key, site, pass, i - 1, program, other, is_within)
      if (is_within) then
        within = within + 1
      else
        differing = differing + 1
        text = number_text(numbers, i, .false.)//", reference "//text
        if (number_count(numbers) > 1) text = ", component "//whole_text(i - 1_int64)//": "//text
        if (number_count(numbers) == 1) text = ": "//text
        call remember(key//loops_text(site)//text)
      end if
      if (numbers%is_real) numbers%real(i) = value%real
      if (.not. numbers%is_real .and. value%is_whole) numbers%whole(i) = value%whole
      changed = .true.
    end do
  end subroutine compare

  subroutine end_graft()
    integer(int64) :: missing
    integer :: i
    character(:), allocatable :: text
    missing = 0
    do i = 1, reference_count
      if (.not. reference(i)%visited) missing = missing + 1
    end do
    text = "tapir_tap: "//whole_text(differing)//" of "//whole_text(compared)//" compared values differ from "// &
      against_name//" and were replaced by its values"
    if (within > 0) text = text//"; "//whole_text(within)//" within the tolerance"
    text = text//"; "//whole_text(missing)//" of its records were not reached, "//whole_text(extra)//" taps are not in it."
    write (error_unit, "(a)") text
    if (len(told) > 1) write (error_unit, "(a)") told(:len(told) - 1)
    if (differing + extra > most_told) write (error_unit, "(a)") "  and more; TAPIR_DIFFERENCES=FILE holds all."
  end subroutine end_graft

  ! ---- learn ----

  subroutine move_numbers(numbers, changed)
    type(numbers_type), intent(inout) :: numbers
    logical, intent(inout) :: changed
    integer :: i
    do i = 1, number_count(numbers)
      if (.not. numbers%is_real) then
        numbers%whole(i) = numbers%whole(i) + move_ulps
      else if (move_share /= 0) then
        numbers%real(i) = numbers%real(i) * (1 + move_share)
        if (numbers%size == 4) numbers%real(i) = real(real(numbers%real(i), real32), real64)
      else
        numbers%real(i) = stepped(numbers%real(i), numbers%size)
      end if
      moved = moved + 1
    end do
    changed = .true.
  end subroutine move_numbers

  !> The number of so many bytes that is move_ulps steps of the last place further; infinities and NaN stay.
  function stepped(x, bytes) result(y)
    real(real64), intent(in) :: x
    integer, intent(in) :: bytes
    real(real64) :: y
    real(real32) :: narrow
    integer(int64) :: i
    y = x
    narrow = real(x, real32)
    do i = 1, abs(move_ulps)
      if (y /= y .or. abs(y) > huge(y)) exit
      if (bytes == 8) then
        y = nearest(y, real(sign(1_int64, move_ulps), real64))
      else
        narrow = nearest(narrow, real(sign(1_int64, move_ulps), real32))
        y = real(narrow, real64)
      end if
    end do
  end function stepped

  subroutine begin_move(text)
    character(*), intent(in) :: text
    type(value_type) :: amount
    integer :: colon
    colon = index(text, ":", back=.true.)
    moving = colon > 1 .and. colon < len(text)
    if (moving) moving = read_value(text(colon + 1:), amount)
    if (.not. moving) then
      call say(0, "TAPIR_MOVE", "it is not KEY:N", "Give for example TAPIR_MOVE=F_latt:1, or :1e-6 for a share.")
      return
    end if
    move_key = as_word(text(:colon - 1), .false.)
    move_ulps = amount%whole
    if (.not. amount%is_whole) move_share = amount%real
  end subroutine begin_move

  ! ---- begin ----

  function asks(variable) result(value)
    character(*), intent(in) :: variable
    character(:), allocatable :: value
    integer :: length, status
    call get_environment_variable(variable, length=length, status=status)
    value = ""
    if (status /= 0 .or. length == 0) return
    deallocate (value)
    allocate (character(length) :: value)
    call get_environment_variable(variable, value)
  end function asks

  !> Opens a file to write; %p in its name is the number of the process.
  function opened(variable, given, full, file) result(ok)
    character(*), intent(in) :: variable, given
    character(:), allocatable, intent(out) :: full
    integer, intent(out) :: file
    logical :: ok
    integer :: place, status
    full = given
    place = index(full, "%p")
    if (place > 0) full = given(:place - 1)//whole_text(int(process, int64))//given(place + 2:)
    open (newunit=file, file=full, access="stream", form="unformatted", status="replace", action="write", iostat=status)
    ok = status == 0
    if (.not. ok) call say(0, variable//"="//full, "the file cannot be written", &
      "Give one in a folder that is there and may be written to.")
  end function opened

  !> Reads the environment, at the first tap, unit or loop of the program.
  subroutine begin()
    character(:), allocatable :: name, full
    type(value_type) :: value
    integer(c_int) :: ignored
    process = process_number()
    if (asks("TAPIR_AT") /= "") then
      if (.not. read_loops(asks("TAPIR_AT"), ",", at)) then
        at%count = 0
        call say(0, "TAPIR_AT", "it is not LOOP=N,LOOP=N", &
          "Everything is taken. Give for example TAPIR_AT=slow=685,fast=1039.")
      end if
    end if
    name = asks("TAPIR_RTOL")
    if (name /= "") then
      if (read_value(name, value)) then
        rtol = value%real
      else
        rtol = -1
      end if
      if (.not. rtol >= 0) then
        rtol = 0
        call say(0, "TAPIR_RTOL", "it is no tolerance", "Values are compared bit for bit. Give for example 1e-12.")
      end if
    end if
    if (asks("TAPIR_AGAINST") /= "") call begin_graft(asks("TAPIR_AGAINST"))
    name = asks("TAPIR_DIFFERENCES")
    if (grafting .and. name /= "") telling = opened("TAPIR_DIFFERENCES", name, full, differences_unit)
    if (asks("TAPIR_MOVE") /= "") call begin_move(asks("TAPIR_MOVE"))
    if (asks("TAPIR_TRACE") /= "") recording = opened("TAPIR_TRACE", asks("TAPIR_TRACE"), trace_name, trace_unit)
    if (recording) then
      allocate (character(flush_size) :: lines)
      call sha_begin(digest)
    end if
    if (recording .or. grafting .or. moving) then
      ignored = at_exit(c_funloc(finish_at_exit))
      state = on
    else
      state = off
    end if
  end subroutine begin

end module tapir_tap
