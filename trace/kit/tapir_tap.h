/* Taps in a C or C++ program: the value goes through the tap, and the program goes on with what
 * comes back.
 *
 *     #define TAPIR_TAP_HERE            // in one source file of the program, before the include
 *     #include "tapir_tap.h"
 *
 *     tapir_unit("F_latt", "1");        // once; a key without it has no unit
 *     for (int i = 0; i < n; ++i) {
 *         TAPIR_LOOP("step", i) {
 *             double F = tapir_tap("F_latt", lattice_factor(i));
 *             tapir_tap_n("q", q, 3);   // a vector, in place
 *         }
 *     }
 *
 * C11, GNU C99 and C++11 have these forms; C99 without extensions has tapir_tap_double,
 * tapir_tap_float, ... and the same with _n. README.md tells what the environment asks for:
 *
 *     TAPIR_TRACE=FILE      record: a native trace (version 2 of trace/FORMAT.md); %p is the number
 * of the process TAPIR_AGAINST=FILE    graft: each value is compared with that trace's and replaced
 * by it where they differ TAPIR_DIFFERENCES=F   what differed, a JSON object a line TAPIR_RTOL=X
 * values within this relative tolerance are replaced as well, and not counted as different
 *     TAPIR_MOVE=KEY:N      learn: this tap's values are moved by N ulps, or by a share of them
 * where N has a point or an e TAPIR_AT=LOOP=N,...   only there; taps outside these loops are taken
 * as well
 *
 * Without any of them a tap is one branch. With TAPIR_TAP_OFF defined it is nothing at all. Nothing
 * that goes wrong here stops the program or changes a value: it is said once on standard error, and
 * the trace is left without its last line, so that no reader takes it for a whole one.
 *
 * Threads: every thread has its own open loops, and taps in any thread are safe. What tells the
 * records of two threads apart is their loops: open in a thread also the loops around it (one that
 * is open twice counts once).
 */
#ifndef TAPIR_TAP_H
#define TAPIR_TAP_H

#include <stddef.h>

#define TAPIR_JOIN2_(a, b) a##b
#define TAPIR_JOIN_(a, b) TAPIR_JOIN2_(a, b)
#define TAPIR_NAME_ TAPIR_JOIN_(tapir_scope_at_, __LINE__)

#if defined(TAPIR_TAP_OFF)

#define tapir_tap(key, value) (value)
#define tapir_tap_double(key, value) (value)
#define tapir_tap_float(key, value) (value)
#define tapir_tap_int(key, value) (value)
#define tapir_tap_long(key, value) (value)
#define tapir_tap_n(key, values, count) ((void)(values), (void)(count))
#define tapir_tap_double_n(key, values, count) ((void)(values), (void)(count))
#define tapir_tap_float_n(key, values, count) ((void)(values), (void)(count))
#define tapir_tap_int_n(key, values, count) ((void)(values), (void)(count))
#define tapir_tap_long_n(key, values, count) ((void)(values), (void)(count))
#define tapir_unit(key, unit) ((void)0)
#define tapir_loop_begin(name, index) ((void)(index))
#define tapir_loop_end() ((void)0)
#define tapir_finish() ((void)0)
#define TAPIR_IN_LOOP(name, index) ((void)(index))
#if defined(__cplusplus)
#define TAPIR_LOOP(name, index)                                                                    \
    if (((void)(index)), false) {                                                                  \
    } else
#else
#define TAPIR_LOOP(name, index)                                                                    \
    for (int TAPIR_NAME_ = ((void)(index), 1); TAPIR_NAME_; TAPIR_NAME_ = 0)
#endif

#else /* the taps are there */

#if defined(__cplusplus)
extern "C" {
#endif

/* What a value is, for the part that is compiled once. */
enum tapir_type_ {
    TAPIR_FLOAT_,
    TAPIR_DOUBLE_,
    TAPIR_LONG_DOUBLE_,
    TAPIR_INT_,
    TAPIR_UNSIGNED_,
    TAPIR_LONG_,
    TAPIR_UNSIGNED_LONG_,
    TAPIR_LONG_LONG_,
    TAPIR_UNSIGNED_LONG_LONG_
};

/* 1: the environment has not been read yet, 2: taps are on, 0: they are off. */
extern int tapir_state_;

/* Records, compares, replaces or moves `count` values in place. */
void tapir_visit_(const char* key, void* values, size_t count, enum tapir_type_ type,
                  const char* file, int line);
int tapir_open_(const char* name, long long index); /* returns 1 where it has to be closed */
void tapir_close_(void);
void tapir_set_unit_(const char* key, const char* unit);
/* Ends the trace and says what differed. Called by itself when the program exits; call it before
 * _exit(). */
void tapir_finish(void);

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#define TAPIR_RARELY_(condition) __builtin_expect((condition), 0)
#define TAPIR_STATE_ __atomic_load_n(&tapir_state_, __ATOMIC_RELAXED)
#else
#define TAPIR_RARELY_(condition) (condition)
#define TAPIR_STATE_ tapir_state_
#endif

#define TAPIR_DEFINE_TAP_(name, Type, type)                                                        \
    static inline Type tapir_tap_##name##_(const char* key, Type value, const char* file,          \
                                           int line) {                                             \
        if (TAPIR_RARELY_(TAPIR_STATE_ != 0)) {                                                    \
            tapir_visit_(key, &value, 1, type, file, line);                                        \
        }                                                                                          \
        return value;                                                                              \
    }                                                                                              \
    static inline void tapir_tap_##name##_n_(const char* key, Type* values, size_t count,          \
                                             const char* file, int line) {                         \
        if (TAPIR_RARELY_(TAPIR_STATE_ != 0)) {                                                    \
            tapir_visit_(key, values, count, type, file, line);                                    \
        }                                                                                          \
    }
TAPIR_DEFINE_TAP_(float, float, TAPIR_FLOAT_)
TAPIR_DEFINE_TAP_(double, double, TAPIR_DOUBLE_)
TAPIR_DEFINE_TAP_(long_double, long double, TAPIR_LONG_DOUBLE_)
TAPIR_DEFINE_TAP_(int, int, TAPIR_INT_)
TAPIR_DEFINE_TAP_(unsigned, unsigned, TAPIR_UNSIGNED_)
TAPIR_DEFINE_TAP_(long, long, TAPIR_LONG_)
TAPIR_DEFINE_TAP_(unsigned_long, unsigned long, TAPIR_UNSIGNED_LONG_)
TAPIR_DEFINE_TAP_(long_long, long long, TAPIR_LONG_LONG_)
TAPIR_DEFINE_TAP_(unsigned_long_long, unsigned long long, TAPIR_UNSIGNED_LONG_LONG_)
#undef TAPIR_DEFINE_TAP_

#define tapir_tap_double(key, value) tapir_tap_double_((key), (value), __FILE__, __LINE__)
#define tapir_tap_float(key, value) tapir_tap_float_((key), (value), __FILE__, __LINE__)
#define tapir_tap_int(key, value) tapir_tap_int_((key), (value), __FILE__, __LINE__)
#define tapir_tap_long(key, value) tapir_tap_long_((key), (value), __FILE__, __LINE__)
#define tapir_tap_double_n(key, values, count)                                                     \
    tapir_tap_double_n_((key), (values), (size_t)(count), __FILE__, __LINE__)
#define tapir_tap_float_n(key, values, count)                                                      \
    tapir_tap_float_n_((key), (values), (size_t)(count), __FILE__, __LINE__)
#define tapir_tap_int_n(key, values, count)                                                        \
    tapir_tap_int_n_((key), (values), (size_t)(count), __FILE__, __LINE__)
#define tapir_tap_long_n(key, values, count)                                                       \
    tapir_tap_long_n_((key), (values), (size_t)(count), __FILE__, __LINE__)

static inline void tapir_unit(const char* key, const char* unit) {
    if (TAPIR_RARELY_(TAPIR_STATE_ != 0)) {
        tapir_set_unit_(key, unit);
    }
}

/* Opens a loop at one of its passes. Returns 1 when tapir_loop_end() must follow, 0 when taps are
 * off. */
static inline int tapir_loop_begin(const char* name, long long index) {
    return TAPIR_RARELY_(TAPIR_STATE_ != 0) ? tapir_open_(name, index) : 0;
}

static inline void tapir_loop_end(void) {
    if (TAPIR_RARELY_(TAPIR_STATE_ != 0)) {
        tapir_close_();
    }
}

#if defined(__cplusplus)

#define TAPIR_OVERLOAD_(name, Type)                                                                \
    static inline Type tapir_tap_at_(const char* key, Type value, const char* file, int line) {    \
        return tapir_tap_##name##_(key, value, file, line);                                        \
    }                                                                                              \
    static inline void tapir_tap_n_at_(const char* key, Type* values, size_t count,                \
                                       const char* file, int line) {                               \
        tapir_tap_##name##_n_(key, values, count, file, line);                                     \
    }
TAPIR_OVERLOAD_(float, float)
TAPIR_OVERLOAD_(double, double)
TAPIR_OVERLOAD_(long_double, long double)
TAPIR_OVERLOAD_(int, int)
TAPIR_OVERLOAD_(unsigned, unsigned)
TAPIR_OVERLOAD_(long, long)
TAPIR_OVERLOAD_(unsigned_long, unsigned long)
TAPIR_OVERLOAD_(long_long, long long)
TAPIR_OVERLOAD_(unsigned_long_long, unsigned long long)
#undef TAPIR_OVERLOAD_

#define tapir_tap(key, value) tapir_tap_at_((key), (value), __FILE__, __LINE__)
#define tapir_tap_n(key, values, count)                                                            \
    tapir_tap_n_at_((key), (values), static_cast<size_t>(count), __FILE__, __LINE__)

/* A pass of a loop, for as long as this object lives: break, continue, return and exceptions close
 * it. */
class tapir_scope {
  public:
    tapir_scope(const char* name, long long index) : open_(tapir_loop_begin(name, index) != 0) {}
    tapir_scope(const tapir_scope&) = delete;
    tapir_scope& operator=(const tapir_scope&) = delete;
    ~tapir_scope() {
        if (open_) {
            tapir_close_();
        }
    }
    operator bool() const { return false; } /* for TAPIR_LOOP */

  private:
    bool open_;
};

#define TAPIR_IN_LOOP(name, index)                                                                 \
    const tapir_scope TAPIR_NAME_((name), static_cast<long long>(index))
#define TAPIR_LOOP(name, index)                                                                    \
    if (const tapir_scope& TAPIR_NAME_ = tapir_scope((name), static_cast<long long>(index))) {     \
    } else

#else /* C */

#if defined(__GNUC__) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L)
#if defined(__GNUC__)
#define TAPIR_EXTENSION_ __extension__
#else
#define TAPIR_EXTENSION_
#endif
#define TAPIR_CHOOSE_(value, end)                                                                  \
    TAPIR_EXTENSION_ _Generic((value), float                                                       \
                              : tapir_tap_float##end, double                                       \
                              : tapir_tap_double##end, long double                                 \
                              : tapir_tap_long_double##end, int                                    \
                              : tapir_tap_int##end, unsigned                                       \
                              : tapir_tap_unsigned##end, long                                      \
                              : tapir_tap_long##end, unsigned long                                 \
                              : tapir_tap_unsigned_long##end, long long                            \
                              : tapir_tap_long_long##end, unsigned long long                       \
                              : tapir_tap_unsigned_long_long##end)
#define tapir_tap(key, value) TAPIR_CHOOSE_(value, _)((key), (value), __FILE__, __LINE__)
#define tapir_tap_n(key, values, count)                                                            \
    TAPIR_CHOOSE_(*(values), _n_)((key), (values), (size_t)(count), __FILE__, __LINE__)
#endif

/* `break` inside the braces of TAPIR_LOOP leaves the braces, not the loop around them; where that
 * loop has a break of its own, write TAPIR_IN_LOOP as the first statement of its body instead.
 * `continue`, `return` and goto are fine. */
struct tapir_scope_ {
    int closes, passes;
};
static inline struct tapir_scope_ tapir_scope_begin_(const char* name, long long index) {
    struct tapir_scope_ scope;
    scope.closes = tapir_loop_begin(name, index);
    scope.passes = 1;
    return scope;
}
static inline void tapir_scope_end_(struct tapir_scope_* scope) {
    if (scope->closes) {
        tapir_close_();
        scope->closes = 0;
    }
    scope->passes = 0;
}
#if defined(__GNUC__)
#define TAPIR_CLOSED_ __attribute__((cleanup(tapir_scope_end_), unused))
#define TAPIR_IN_LOOP(name, index)                                                                 \
    struct tapir_scope_ TAPIR_NAME_ TAPIR_CLOSED_ = tapir_scope_begin_((name), (long long)(index))
#else
#define TAPIR_CLOSED_ /* without this extension leave the braces at their end only */
#endif
#define TAPIR_LOOP(name, index)                                                                    \
    for (struct tapir_scope_ TAPIR_NAME_ TAPIR_CLOSED_ =                                           \
             tapir_scope_begin_((name), (long long)(index));                                       \
         TAPIR_NAME_.passes; tapir_scope_end_(&TAPIR_NAME_))

#endif /* C */
#endif /* the taps are there */

/* ---- taps in device code, and wherever else nothing may be written or locked (C++ and CUDA) ----
 */
#if defined(__cplusplus) && !defined(TAPIR_TAP_OFF)

#if defined(__CUDACC__)
#define TAPIR_ANYWHERE_ __host__ __device__
#else
#define TAPIR_ANYWHERE_
#endif

/* One record of device code; names are cut to the room that they have. */
struct tapir_device_record {
    char key[32];
    char loop[6][16];
    long long index[6];
    double value[4];
    int loops, count, is_float;
};

/* Records wait here until the host flushes them. Memory that host and device share
 * (cudaMallocManaged), or the host's. */
struct tapir_device_buffer {
    tapir_device_record* records;
    unsigned capacity;
    unsigned used; /* may pass the capacity: the surplus was lost, and the flush says so */
};

/* A tap's place in the loops of device code. It is passed by value; `in` returns the place one loop
 * further in:
 *
 *     const tapir_device_site site = tapir_device_site(buffer).in("cell", cell);
 *     flux[cell] = site.tap("flux", k * (T[cell] - T[cell - 1]) / dx);
 *
 * A null buffer is one branch. In device code values are recorded; they are neither replaced nor
 * moved. */
class tapir_device_site {
  public:
    TAPIR_ANYWHERE_ explicit tapir_device_site(tapir_device_buffer* buffer)
        : buffer_(buffer), loops_(0) {}

    TAPIR_ANYWHERE_ tapir_device_site in(const char* loop, long long index) const {
        tapir_device_site inner = *this;
        if (buffer_ != 0 && loops_ < most_loops) {
            inner.loop_[loops_] = loop;
            inner.index_[loops_] = index;
            inner.loops_ = loops_ + 1;
        }
        return inner;
    }

    TAPIR_ANYWHERE_ double tap(const char* key, double value) const {
        if (TAPIR_RARELY_(buffer_ != 0)) {
            record(key, &value, 1, 0);
        }
        return value;
    }
    TAPIR_ANYWHERE_ float tap(const char* key, float value) const {
        if (TAPIR_RARELY_(buffer_ != 0)) {
            const double wide = static_cast<double>(value);
            record(key, &wide, 1, 1);
        }
        return value;
    }
    /* A vector of at most four components. */
    template <class Real>
    TAPIR_ANYWHERE_ void tap_n(const char* key, const Real* values, int count) const {
        if (TAPIR_RARELY_(buffer_ != 0)) {
            double wide[4] = {0, 0, 0, 0};
            for (int i = 0; i < count && i < 4; ++i) {
                wide[i] = static_cast<double>(values[i]);
            }
            record(key, wide, count < 4 ? count : 4, sizeof(Real) == sizeof(float));
        }
    }

  private:
    enum { most_loops = 6 };

    TAPIR_ANYWHERE_ static void copy(char* to, const char* from, int room) {
        int i = 0;
        for (; i < room - 1 && from[i] != '\0'; ++i) {
            to[i] = from[i];
        }
        to[i] = '\0';
    }
    TAPIR_ANYWHERE_ void record(const char* key, const double* values, int count,
                                int is_float) const {
#if defined(__CUDA_ARCH__)
        const unsigned place = atomicAdd(&buffer_->used, 1u);
#elif defined(__GNUC__)
        const unsigned place = __atomic_fetch_add(&buffer_->used, 1u, __ATOMIC_RELAXED);
#else
        const unsigned place = buffer_->used++;
#endif
        if (place >= buffer_->capacity) {
            return;
        }
        tapir_device_record& to = buffer_->records[place];
        copy(to.key, key, static_cast<int>(sizeof(to.key)));
        to.loops = loops_;
        for (int loop = 0; loop < loops_; ++loop) {
            copy(to.loop[loop], loop_[loop], static_cast<int>(sizeof(to.loop[loop])));
            to.index[loop] = index_[loop];
        }
        to.count = count;
        to.is_float = is_float;
        for (int i = 0; i < count; ++i) {
            to.value[i] = values[i];
        }
    }

    tapir_device_buffer* buffer_;
    const char* loop_[most_loops];
    long long index_[most_loops];
    int loops_;
};

/* Whether a buffer is worth its memory: taps are on and a trace is asked for. */
extern "C" int tapir_recording(void);
/* Writes what the buffer holds into the trace, in the order of the loops, inside the loops that are
 * open on the host, and empties it. Call it when the kernel is done (cudaDeviceSynchronize). */
extern "C" void tapir_device_flush(tapir_device_buffer* buffer);

#if defined(__CUDACC__)
/* A buffer for so many records in memory that host and device share; null where taps are off or
 * there is no memory. */
static inline tapir_device_buffer* tapir_device_buffer_new(unsigned capacity) {
    tapir_device_buffer* buffer = 0;
    if (tapir_recording() == 0 ||
        cudaMallocManaged(&buffer, sizeof(tapir_device_buffer)) != cudaSuccess) {
        return 0;
    }
    buffer->used = 0;
    buffer->capacity = capacity;
    if (cudaMallocManaged(&buffer->records, capacity * sizeof(tapir_device_record)) !=
        cudaSuccess) {
        cudaFree(buffer);
        return 0;
    }
    return buffer;
}
static inline void tapir_device_buffer_free(tapir_device_buffer* buffer) {
    if (buffer != 0) {
        cudaFree(buffer->records);
        cudaFree(buffer);
    }
}
#endif
#endif /* device code */

#endif /* TAPIR_TAP_H */

/* ======== what is compiled once: where TAPIR_TAP_HERE is defined ======== */
#if defined(TAPIR_TAP_HERE) && !defined(TAPIR_TAP_OFF) && !defined(TAPIR_TAP_COMPILED)
#define TAPIR_TAP_COMPILED

#include <errno.h>
#include <float.h>
#include <locale.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#include <process.h>
#define TAPIR_PROCESS_ ((long)_getpid())
#define TAPIR_THREAD_ __declspec(thread)
#else
#include <sched.h>
#include <unistd.h>
#define TAPIR_PROCESS_ ((long)getpid())
#define TAPIR_THREAD_ __thread
#endif

#if defined(__GLIBC__) && !defined(_GNU_SOURCE)
extern char* program_invocation_short_name;
#endif

int tapir_state_ = 1;

enum {
    TAPIR_DEPTH_ = 32, /* open loops of a thread */
    TAPIR_LOOPS_ = 12, /* names of loops in a trace */
    TAPIR_INNER_LOOPS_ =
        10, /* of which so many are not slow and fast, the rows and columns of an image */
    TAPIR_WORD_ = 128, /* longest key, unit or name of a loop, with its end */
    TAPIR_NUMBER_ = 48,
    TAPIR_SITE_ = TAPIR_WORD_ * (TAPIR_LOOPS_ + 2),
    TAPIR_FLUSH_ = 1 << 20, /* bytes of records that are held before they are written */
    TAPIR_HEADER_ =
        1024, /* room for the header of a trace that is written before its loops are all known */
    TAPIR_TOLD_ = 10 /* differences that the summary lists */
};

/* Text that grows. */
struct tapir_text_ {
    char* data;
    size_t size, room;
};

struct tapir_sha_ {
    uint32_t state[8];
    unsigned char block[64];
    uint64_t bytes;
};

/* A name of a loop as it stands in records, and its index. */
struct tapir_index_ {
    char name[TAPIR_WORD_];
    long long index;
};

struct tapir_thread_loops_ {
    int depth;   /* may pass TAPIR_DEPTH_; those further in are not known */
    int outside; /* open passes that TAPIR_AT does not ask for */
    struct {
        const char* name;
        long long index;
        int outside;
    } open[TAPIR_DEPTH_];
};

/* A record of the reference. */
struct tapir_reference_ {
    char* site;           /* key and sorted loops */
    size_t values, count; /* where its numbers begin, and how many they are */
    uint64_t hash;
    long next; /* the next record of the same site, -1: none */
    char unit[TAPIR_WORD_];
    int visited;
};

struct tapir_value_ {
    double real;
    long long whole;
    int is_whole;
};

struct tapir_key_ {
    char key[TAPIR_WORD_], unit[TAPIR_WORD_];
};

/* Everything there is one of, under one lock. */
static struct {
    char lock;
    long process;
    /* record */
    FILE* trace;
    char trace_name[1024];
    struct tapir_text_ lines;
    struct tapir_sha_ sha;
    unsigned long long records;
    int header_written, incomplete, has_float, has_double;
    char loops[TAPIR_LOOPS_][TAPIR_WORD_];
    int loop_count;
    /* graft */
    int grafting;
    char against_name[1024];
    struct tapir_reference_* reference;
    size_t reference_count, reference_room;
    struct tapir_value_* values;
    size_t value_count, value_room;
    long* table;
    size_t table_size;
    double rtol;
    FILE* differences;
    struct tapir_text_ told;
    unsigned long long compared, differing, within, extra;
    /* learn */
    char move_key[TAPIR_WORD_];
    long long move_ulps;
    double move_share;
    int moving;
    unsigned long long moved;
    /* selection */
    struct tapir_index_ at[TAPIR_LOOPS_];
    int at_count;
    /* units */
    struct tapir_key_* keys;
    size_t key_count, key_room;
    unsigned said; /* bits of what has been said once */
} tapir_all_;

static TAPIR_THREAD_ struct tapir_thread_loops_ tapir_loops_;

static void tapir_lock_(void) {
#if defined(__GNUC__)
    while (__atomic_test_and_set(&tapir_all_.lock, __ATOMIC_ACQUIRE)) {
#if !defined(_WIN32)
        sched_yield();
#endif
    }
#endif
}

static void tapir_unlock_(void) {
#if defined(__GNUC__)
    __atomic_clear(&tapir_all_.lock, __ATOMIC_RELEASE);
#endif
}

/* ---- what is said ---- */

enum tapir_once_ {
    TAPIR_SAYS_WRITE_ = 1,
    TAPIR_SAYS_LOOPS_ = 2,
    TAPIR_SAYS_DEPTH_ = 4,
    TAPIR_SAYS_COUNT_ = 8,
    TAPIR_SAYS_UNIT_ = 16,
    TAPIR_SAYS_MEMORY_ = 32,
    TAPIR_SAYS_LOST_ = 64,
    TAPIR_SAYS_KIND_ = 128
};

/* Says a problem on standard error, each kind once; 0 is said always. */
static void tapir_say_(unsigned once, const char* where, const char* problem, const char* remedy) {
    if (once == 0 || (tapir_all_.said & once) == 0) {
        tapir_all_.said |= once;
        fprintf(stderr, "tapir_tap: %s: %s. %s\n", where, problem, remedy);
    }
}

/* ---- text ---- */

static int tapir_room_(struct tapir_text_* text, size_t more) {
    if (text->size + more + 1 > text->room) {
        const size_t room = 2 * (text->size + more + 1) + 256;
        char* const data = (char*)realloc(text->data, room);
        if (data == NULL) {
            tapir_all_.incomplete = 1;
            tapir_say_(TAPIR_SAYS_MEMORY_, "memory", "there is none left for records",
                       "Ask for fewer of them with TAPIR_AT.");
            return 0;
        }
        text->data = data;
        text->room = room;
    }
    return 1;
}

static void tapir_add_(struct tapir_text_* text, const char* more) {
    const size_t size = strlen(more);
    if (tapir_room_(text, size)) {
        memcpy(text->data + text->size, more, size + 1);
        text->size += size;
    }
}

/* A word of a trace: what would part it or end it becomes '_'. */
static void tapir_word_(char* to, const char* from, int is_loop) {
    size_t i = 0;
    for (; from[i] != '\0' && i + 1 < TAPIR_WORD_; ++i) {
        const unsigned char c = (unsigned char)from[i];
        const int parts = c <= ' ' || c == 127 || c == '[' || c == ']' || c == '=' ||
                          (is_loop && (c == ',' || c == ':' || c == '%'));
        to[i] = parts ? '_' : from[i];
    }
    to[i] = '\0';
}

/* The decimal sign of the locale is no part of a trace. */
static void tapir_point_(char* number) {
    const char sign = localeconv()->decimal_point[0];
    char* const found = sign == '.' ? NULL : strchr(number, sign);
    if (found != NULL) {
        *found = '.';
    }
}

static double tapir_read_real_(const char* text, char** end) {
    char copy[TAPIR_NUMBER_ * 2];
    size_t i = 0;
    double value;
    for (; text[i] > ' ' && i + 1 < sizeof copy; ++i) {
        copy[i] = text[i] == '.' ? localeconv()->decimal_point[0] : text[i];
    }
    copy[i] = '\0';
    value = strtod(copy, end);
    *end = (char*)text + (*end - copy);
    return value;
}

/* The shortest decimals that read back as the same double. */
static void tapir_real_text_(char* to, double value) {
    int digits = 15;
    if (value != value) {
        strcpy(to, "nan");
        return;
    }
    for (; digits <= 17; ++digits) {
        snprintf(to, TAPIR_NUMBER_, "%.*g", digits, value);
        if (strtod(to, NULL) == value) {
            break;
        }
    }
    tapir_point_(to);
}

static void tapir_exact_text_(char* to, double value) {
    if (value != value) {
        strcpy(to, "nan");
    } else {
        snprintf(to, TAPIR_NUMBER_, "%a", value);
        tapir_point_(to);
    }
}

static void tapir_add_json_(struct tapir_text_* text, const char* word) {
    tapir_add_(text, "\"");
    for (; *word != '\0'; ++word) {
        char part[8] = {0};
        if (*word == '"' || *word == '\\') {
            part[0] = '\\';
            part[1] = *word;
        } else if ((unsigned char)*word < ' ') {
            snprintf(part, sizeof part, "\\u%04x", (unsigned)(unsigned char)*word);
        } else {
            part[0] = *word;
        }
        tapir_add_(text, part);
    }
    tapir_add_(text, "\"");
}

/* ---- values of any type ---- */

static int tapir_is_real_(enum tapir_type_ type) {
    return type == TAPIR_FLOAT_ || type == TAPIR_DOUBLE_ || type == TAPIR_LONG_DOUBLE_;
}

static size_t tapir_size_(enum tapir_type_ type) {
    switch (type) {
    case TAPIR_FLOAT_:
        return sizeof(float);
    case TAPIR_DOUBLE_:
        return sizeof(double);
    case TAPIR_LONG_DOUBLE_:
        return sizeof(long double);
    case TAPIR_INT_:
        return sizeof(int);
    case TAPIR_UNSIGNED_:
        return sizeof(unsigned);
    case TAPIR_LONG_:
        return sizeof(long);
    case TAPIR_UNSIGNED_LONG_:
        return sizeof(unsigned long);
    case TAPIR_LONG_LONG_:
        return sizeof(long long);
    case TAPIR_UNSIGNED_LONG_LONG_:
        return sizeof(unsigned long long);
    }
    return 1;
}

static double tapir_real_of_(const void* value, enum tapir_type_ type) {
    if (type == TAPIR_FLOAT_) {
        return (double)*(const float*)value;
    }
    return type == TAPIR_DOUBLE_ ? *(const double*)value : (double)*(const long double*)value;
}

static void tapir_set_real_(void* value, enum tapir_type_ type, double real) {
    if (type == TAPIR_FLOAT_) {
        *(float*)value = (float)real;
    } else if (type == TAPIR_DOUBLE_) {
        *(double*)value = real;
    } else {
        *(long double*)value = (long double)real;
    }
}

/* Above the largest long long only an unsigned long long is; it keeps its bits. */
static long long tapir_whole_of_(const void* value, enum tapir_type_ type) {
    switch (type) {
    case TAPIR_INT_:
        return *(const int*)value;
    case TAPIR_UNSIGNED_:
        return (long long)*(const unsigned*)value;
    case TAPIR_LONG_:
        return *(const long*)value;
    case TAPIR_UNSIGNED_LONG_:
        return (long long)*(const unsigned long*)value;
    case TAPIR_LONG_LONG_:
        return *(const long long*)value;
    case TAPIR_UNSIGNED_LONG_LONG_:
        return (long long)*(const unsigned long long*)value;
    default:
        return 0;
    }
}

static void tapir_set_whole_(void* value, enum tapir_type_ type, long long whole) {
    switch (type) {
    case TAPIR_INT_:
        *(int*)value = (int)whole;
        break;
    case TAPIR_UNSIGNED_:
        *(unsigned*)value = (unsigned)whole;
        break;
    case TAPIR_LONG_:
        *(long*)value = (long)whole;
        break;
    case TAPIR_UNSIGNED_LONG_:
        *(unsigned long*)value = (unsigned long)whole;
        break;
    case TAPIR_LONG_LONG_:
        *(long long*)value = whole;
        break;
    case TAPIR_UNSIGNED_LONG_LONG_:
        *(unsigned long long*)value = (unsigned long long)whole;
        break;
    default:
        break;
    }
}

static void tapir_whole_text_(char* to, const void* value, enum tapir_type_ type) {
    const long long whole = tapir_whole_of_(value, type);
    if (type == TAPIR_UNSIGNED_LONG_ || type == TAPIR_UNSIGNED_LONG_LONG_) {
        snprintf(to, TAPIR_NUMBER_, "%llu", (unsigned long long)whole);
    } else {
        snprintf(to, TAPIR_NUMBER_, "%lld", whole);
    }
}

static void tapir_value_text_(char* to, const void* value, enum tapir_type_ type, int exact) {
    if (!tapir_is_real_(type)) {
        tapir_whole_text_(to, value, type);
    } else if (exact) {
        tapir_exact_text_(to, tapir_real_of_(value, type));
    } else {
        tapir_real_text_(to, tapir_real_of_(value, type));
    }
}

static int tapir_same_bits_(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

/* ---- SHA-256 (FIPS 180-4) ---- */

static uint32_t tapir_turn_(uint32_t x, int n) {
    return (x >> n) | (x << (32 - n));
}

static const uint32_t tapir_sha_constants_[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void tapir_sha_begin_(struct tapir_sha_* sha) {
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(sha->state, start, sizeof start);
    sha->bytes = 0;
}

static void tapir_sha_block_(struct tapir_sha_* sha) {
    uint32_t word[64], x[8];
    int i = 0;
    for (; i < 16; ++i) {
        const unsigned char* const b = sha->block + 4 * i;
        word[i] =
            (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | (uint32_t)b[3];
    }
    for (; i < 64; ++i) {
        const uint32_t a = word[i - 15], b = word[i - 2];
        word[i] = word[i - 16] + (tapir_turn_(a, 7) ^ tapir_turn_(a, 18) ^ (a >> 3)) + word[i - 7] +
                  (tapir_turn_(b, 17) ^ tapir_turn_(b, 19) ^ (b >> 10));
    }
    memcpy(x, sha->state, sizeof x);
    for (i = 0; i < 64; ++i) {
        const uint32_t one =
            x[7] + (tapir_turn_(x[4], 6) ^ tapir_turn_(x[4], 11) ^ tapir_turn_(x[4], 25)) +
            ((x[4] & x[5]) ^ (~x[4] & x[6])) + tapir_sha_constants_[i] + word[i];
        const uint32_t two =
            (tapir_turn_(x[0], 2) ^ tapir_turn_(x[0], 13) ^ tapir_turn_(x[0], 22)) +
            ((x[0] & x[1]) ^ (x[0] & x[2]) ^ (x[1] & x[2]));
        memmove(x + 1, x, 7 * sizeof x[0]);
        x[4] += one;
        x[0] = one + two;
    }
    for (i = 0; i < 8; ++i) {
        sha->state[i] += x[i];
    }
}

static void tapir_sha_add_(struct tapir_sha_* sha, const void* data, size_t size) {
    const unsigned char* bytes = (const unsigned char*)data;
    for (; size > 0; --size, ++bytes) {
        sha->block[sha->bytes++ % 64] = *bytes;
        if (sha->bytes % 64 == 0) {
            tapir_sha_block_(sha);
        }
    }
}

static void tapir_sha_end_(struct tapir_sha_* sha, char* text) {
    const uint64_t bits = sha->bytes * 8;
    int i = 0;
    const unsigned char one = 0x80, zero = 0;
    tapir_sha_add_(sha, &one, 1);
    while (sha->bytes % 64 != 56) {
        tapir_sha_add_(sha, &zero, 1);
    }
    for (i = 7; i >= 0; --i) {
        const unsigned char byte = (unsigned char)(bits >> (8 * i));
        tapir_sha_add_(sha, &byte, 1);
    }
    for (i = 0; i < 8; ++i) {
        snprintf(text + 8 * i, 9, "%08lx", (unsigned long)sha->state[i]);
    }
}

/* ---- sites ---- */

/* The open loops of this thread, the outermost first; of one that is open twice the inner pass.
 * Returns how many. */
static int tapir_site_(struct tapir_index_* site) {
    const int depth = tapir_loops_.depth < TAPIR_DEPTH_ ? tapir_loops_.depth : TAPIR_DEPTH_;
    int count = 0, i = 0;
    for (; i < depth; ++i) {
        char name[TAPIR_WORD_];
        int at = 0;
        tapir_word_(name, tapir_loops_.open[i].name, 1);
        while (at < count && strcmp(site[at].name, name) != 0) {
            ++at;
        }
        if (at == TAPIR_LOOPS_) {
            tapir_all_.incomplete = 1;
            tapir_say_(TAPIR_SAYS_LOOPS_, name, "it is one loop too many, a trace has at most 12",
                       "Leave out loops that tell no records apart.");
            return count;
        }
        strcpy(site[at].name, name);
        site[at].index = tapir_loops_.open[i].index;
        count += at == count ? 1 : 0;
    }
    return count;
}

static int tapir_by_name_(const void* a, const void* b) {
    return strcmp(((const struct tapir_index_*)a)->name, ((const struct tapir_index_*)b)->name);
}

/* Key and loops as one text, whatever the order of the loops: "T cell=3 step=0". */
static void tapir_site_text_(char* to, const char* key, const struct tapir_index_* site,
                             int count) {
    struct tapir_index_ sorted[TAPIR_LOOPS_];
    size_t size = strlen(key);
    int i = 0;
    memcpy(sorted, site, (size_t)count * sizeof *site);
    qsort(sorted, (size_t)count, sizeof *sorted, tapir_by_name_);
    strcpy(to, key);
    for (; i < count; ++i) {
        size += (size_t)snprintf(to + size, TAPIR_SITE_ - size, " %s=%lld", sorted[i].name,
                                 sorted[i].index);
    }
}

/* " step=0 cell=3", in the order of the loops. */
static void tapir_add_site_(struct tapir_text_* text, const struct tapir_index_* site, int loops) {
    char number[TAPIR_NUMBER_];
    int loop = 0;
    for (; loop < loops; ++loop) {
        tapir_add_(text, " ");
        tapir_add_(text, site[loop].name);
        snprintf(number, sizeof number, "=%lld", site[loop].index);
        tapir_add_(text, number);
    }
}

static uint64_t tapir_hash_(const char* text) { /* FNV-1a */
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *text != '\0'; ++text) {
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    }
    return hash;
}

static const char* tapir_unit_of_(const char* key) {
    size_t i = 0;
    for (; i < tapir_all_.key_count; ++i) {
        if (strcmp(tapir_all_.keys[i].key, key) == 0) {
            return tapir_all_.keys[i].unit;
        }
    }
    return "";
}

/* ---- record ---- */

/* Adds the loops of a record to those of the trace, each behind the loop around it. */
static void tapir_declare_(const struct tapir_index_* site, int count) {
    int place = 0, i = 0;
    for (; i < count; ++i) {
        int at = 0, inner = 0;
        while (at < tapir_all_.loop_count && strcmp(tapir_all_.loops[at], site[i].name) != 0) {
            ++at;
        }
        if (at < tapir_all_.loop_count) {
            place = at + 1;
            continue;
        }
        for (at = 0; at < tapir_all_.loop_count; ++at) {
            inner += strcmp(tapir_all_.loops[at], "slow") != 0 &&
                     strcmp(tapir_all_.loops[at], "fast") != 0;
        }
        if (inner == TAPIR_INNER_LOOPS_ && strcmp(site[i].name, "slow") != 0 &&
            strcmp(site[i].name, "fast") != 0) {
            tapir_all_.incomplete = 1;
            tapir_say_(TAPIR_SAYS_LOOPS_, site[i].name,
                       "it is one loop too many, a trace has at most 10 besides slow and fast",
                       "Leave out loops that tell no records apart.");
            return;
        }
        memmove(tapir_all_.loops[place + 1], tapir_all_.loops[place],
                (size_t)(tapir_all_.loop_count - place) * sizeof tapir_all_.loops[0]);
        strcpy(tapir_all_.loops[place], site[i].name);
        ++tapir_all_.loop_count;
        ++place;
    }
}

/* The header, with as many zeros in front of the count as fill `width`. */
static void tapir_header_(struct tapir_text_* header, int width) {
    char text[64], program[TAPIR_WORD_];
    int i = 0;
#if defined(__GLIBC__)
    tapir_word_(program, program_invocation_short_name, 0);
#else
    strcpy(program, "program");
#endif
    tapir_add_(header, "TAPIR_TRACE format=2 program=");
    tapir_add_(header, program[0] != '\0' ? program : "program");
    if (tapir_all_.has_float != tapir_all_.has_double) {
        tapir_add_(header, tapir_all_.has_float ? " dtype=float32" : " dtype=float64");
    }
    tapir_add_(header, " loops=");
    for (; i < tapir_all_.loop_count; ++i) {
        const char* const name = tapir_all_.loops[i];
        tapir_add_(header, i > 0 ? "," : "");
        tapir_add_(header, name);
        tapir_add_(header, strcmp(name, "slow") == 0   ? ":row"
                           : strcmp(name, "fast") == 0 ? ":column"
                                                       : "");
    }
    tapir_add_(header, tapir_all_.loop_count == 0 ? "none records=" : " records=");
    snprintf(text, sizeof text, "%llu", tapir_all_.records);
    while (header->data != NULL && (int)(header->size + strlen(text)) + 1 < width) {
        tapir_add_(header, "0");
    }
    tapir_add_(header, text);
    tapir_add_(header, "\n");
}

static void tapir_write_(const char* data, size_t size) {
    if (size > 0 && fwrite(data, 1, size, tapir_all_.trace) != size) {
        tapir_all_.incomplete = 1;
        tapir_say_(TAPIR_SAYS_WRITE_, tapir_all_.trace_name, "the trace cannot be written",
                   "Give TAPIR_TRACE a file on a disk with room.");
    }
}

/* Writes the lines that are held. The first header leaves room for loops and a count that are not
 * known yet. */
static void tapir_flush_(int header_width) {
    if (!tapir_all_.header_written) {
        struct tapir_text_ header = {NULL, 0, 0};
        tapir_header_(&header, header_width);
        tapir_write_(header.data, header.size);
        free(header.data);
        tapir_all_.header_written = header_width > 0 ? 2 : 1;
    }
    tapir_sha_add_(&tapir_all_.sha, tapir_all_.lines.data, tapir_all_.lines.size);
    tapir_write_(tapir_all_.lines.data, tapir_all_.lines.size);
    tapir_all_.lines.size = 0;
}

static void tapir_end_trace_(void) {
    struct tapir_text_ header = {NULL, 0, 0};
    char digest[72], footer[160];
    tapir_flush_(0);
    tapir_sha_end_(&tapir_all_.sha, digest);
    snprintf(footer, sizeof footer, "TAPIR_END records=%llu sha256=%s\n", tapir_all_.records,
             digest);
    if (tapir_all_.header_written == 2) {
        tapir_header_(&header, TAPIR_HEADER_);
        if (header.size != TAPIR_HEADER_ || fseek(tapir_all_.trace, 0, SEEK_SET) != 0) {
            tapir_all_.incomplete = 1;
            tapir_say_(0, tapir_all_.trace_name, "its header cannot be completed",
                       "Give TAPIR_TRACE a file, not a pipe, and the loops shorter names.");
        } else {
            tapir_write_(header.data, header.size);
            fseek(tapir_all_.trace, 0, SEEK_END);
        }
        free(header.data);
    }
    if (!tapir_all_.incomplete) { /* without a footer no reader takes a trace for whole */
        tapir_write_(footer, strlen(footer));
    }
    if (fclose(tapir_all_.trace) != 0) {
        tapir_say_(TAPIR_SAYS_WRITE_, tapir_all_.trace_name, "the trace cannot be written",
                   "Give TAPIR_TRACE a file on a disk with room.");
    }
    tapir_all_.trace = NULL;
}

static void tapir_record_(const char* key, const struct tapir_index_* site, int loops,
                          const void* values, size_t count, enum tapir_type_ type) {
    struct tapir_text_* const lines = &tapir_all_.lines;
    char text[TAPIR_NUMBER_ + 1];
    size_t i = 0;
    tapir_declare_(site, loops);
    tapir_all_.has_float |= type == TAPIR_FLOAT_;
    tapir_all_.has_double |= type == TAPIR_DOUBLE_ || type == TAPIR_LONG_DOUBLE_;
    tapir_add_(lines, key);
    tapir_add_(lines, " [");
    tapir_add_(lines, tapir_unit_of_(key));
    tapir_add_(lines, "]");
    tapir_add_site_(lines, site, loops);
    tapir_add_(lines, " :");
    for (; i < count; ++i) {
        text[0] = ' ';
        tapir_value_text_(text + 1, (const char*)values + i * tapir_size_(type), type, 0);
        tapir_add_(lines, text);
    }
    tapir_add_(lines, "\n");
    ++tapir_all_.records;
    if (lines->size >= TAPIR_FLUSH_) {
        tapir_flush_(TAPIR_HEADER_);
    }
}

/* ---- the reference ---- */

/* Room for one more of `count` things of `size` bytes. */
static void* tapir_grow_(void* data, size_t count, size_t* room, size_t size) {
    if (count < *room) {
        return data;
    }
    *room = 2 * *room + 64;
    return realloc(data, *room * size);
}

/* "step=3 cell=4" up to the colon. Returns how many loops, -1 where it is none. */
static int tapir_read_loops_(const char* text, const char* end, struct tapir_index_* site) {
    int count = 0;
    while (text < end) {
        const char* const equals = (const char*)memchr(text, '=', (size_t)(end - text));
        char* stop = NULL;
        if (*text == ' ') {
            ++text;
            continue;
        }
        if (equals == NULL || equals - text >= TAPIR_WORD_ || count == TAPIR_LOOPS_) {
            return -1;
        }
        memcpy(site[count].name, text, (size_t)(equals - text));
        site[count].name[equals - text] = '\0';
        site[count].index = strtoll(equals + 1, &stop, 10);
        if (stop == equals + 1) {
            return -1;
        }
        text = stop;
        ++count;
    }
    return count;
}

/* Whether TAPIR_AT asks for a site. */
static int tapir_asked_for_(const struct tapir_index_* site, int count) {
    int i = 0, loop = 0;
    for (; i < tapir_all_.at_count; ++i) {
        for (loop = 0; loop < count; ++loop) {
            if (strcmp(site[loop].name, tapir_all_.at[i].name) == 0 &&
                site[loop].index != tapir_all_.at[i].index) {
                return 0;
            }
        }
    }
    return 1;
}

/* The numbers of a record line. Returns 0 where one is none, or there is no memory. */
static int tapir_read_values_(const char* text, struct tapir_reference_* record) {
    record->values = tapir_all_.value_count;
    record->count = 0;
    while (*text == ' ') {
        struct tapir_value_ value;
        char* end = NULL;
        ++text;
        value.whole = strtoll(text, &end, 10);
        value.is_whole = *end == ' ' || *end == '\0';
        if (value.is_whole && *text != '-' && strlen(text) > 18) { /* above the largest long long */
            value.whole = (long long)strtoull(text, &end, 10);
        }
        value.is_whole = value.is_whole && !(*text == '-' && value.whole == 0);
        value.real = tapir_read_real_(text, &end);
        tapir_all_.values = (struct tapir_value_*)tapir_grow_(
            tapir_all_.values, tapir_all_.value_count, &tapir_all_.value_room, sizeof value);
        if (end == text || (*end != ' ' && *end != '\0') || tapir_all_.values == NULL) {
            return 0;
        }
        tapir_all_.values[tapir_all_.value_count++] = value;
        ++record->count;
        text = end;
    }
    return *text == '\0' && record->count > 0;
}

/* A record line, ended by 0. Returns 0 where it is none. */
static int tapir_read_record_(char* line) {
    struct tapir_index_ loops[TAPIR_LOOPS_];
    struct tapir_reference_ record;
    char site[TAPIR_SITE_];
    char* const open = strstr(line, " [");
    char* const close = open == NULL ? NULL : strchr(open, ']');
    char* const colon = close == NULL ? NULL : strstr(close, " :");
    int count = 0;
    if (colon == NULL || open - line >= TAPIR_WORD_ || close - open - 2 >= TAPIR_WORD_) {
        return 0;
    }
    *open = '\0';
    *close = '\0';
    memset(&record, 0, sizeof record);
    strcpy(record.unit, open + 2);
    record.next = -1;
    count = tapir_read_loops_(close + 1, colon, loops);
    if (count < 0) {
        return 0;
    }
    if (!tapir_asked_for_(loops, count)) {
        return 1;
    }
    tapir_site_text_(site, line, loops, count);
    record.site = (char*)malloc(strlen(site) + 1);
    tapir_all_.reference =
        (struct tapir_reference_*)tapir_grow_(tapir_all_.reference, tapir_all_.reference_count,
                                              &tapir_all_.reference_room, sizeof record);
    if (record.site == NULL || tapir_all_.reference == NULL ||
        !tapir_read_values_(colon + 2, &record)) {
        return 0;
    }
    strcpy(record.site, site);
    record.hash = tapir_hash_(site);
    tapir_all_.reference[tapir_all_.reference_count++] = record;
    return 1;
}

/* The place of a site in the table: that of its first record, or the empty one where it belongs. */
static size_t tapir_place_(const char* site, uint64_t hash) {
    size_t place = (size_t)hash & (tapir_all_.table_size - 1);
    while (tapir_all_.table[place] >= 0) {
        const struct tapir_reference_* const found = tapir_all_.reference + tapir_all_.table[place];
        if (found->hash == hash && strcmp(found->site, site) == 0) {
            break;
        }
        place = (place + 1) & (tapir_all_.table_size - 1);
    }
    return place;
}

static int tapir_fill_table_(void) {
    size_t i = 0;
    tapir_all_.table_size = 64;
    while (tapir_all_.table_size < 2 * tapir_all_.reference_count) {
        tapir_all_.table_size *= 2;
    }
    tapir_all_.table = (long*)malloc(tapir_all_.table_size * sizeof *tapir_all_.table);
    if (tapir_all_.table == NULL) {
        return 0;
    }
    for (i = 0; i < tapir_all_.table_size; ++i) {
        tapir_all_.table[i] = -1;
    }
    for (i = tapir_all_.reference_count;
         i-- > 0;) { /* from behind: the first of a site heads its chain */
        struct tapir_reference_* const record = tapir_all_.reference + i;
        const size_t place = tapir_place_(record->site, record->hash);
        record->next = tapir_all_.table[place];
        tapir_all_.table[place] = (long)i;
    }
    return 1;
}

static char* tapir_whole_file_(const char* name, size_t* size) {
    struct tapir_text_ text = {NULL, 0, 0};
    FILE* const file = fopen(name, "rb");
    size_t got = 1;
    if (file == NULL) {
        return NULL;
    }
    while (got > 0 && tapir_room_(&text, 1 << 16)) {
        got = fread(text.data + text.size, 1, 1 << 16, file);
        text.size += got;
    }
    fclose(file);
    if (text.data != NULL) {
        text.data[text.size] = '\0';
    }
    *size = text.size;
    return text.data;
}

/* Reads the records of a native trace. Returns what is wrong with it, NULL for nothing. */
static const char* tapir_read_reference_(char* text, size_t size) {
    struct tapir_sha_ sha;
    char digest[72], footer[160];
    char* const first = strchr(text, '\n');
    const char* digits = NULL;
    char *line = NULL, *end = NULL;
    unsigned long long records = 0;
    if (strncmp(text, "TAPIR_TRACE format=", 19) != 0 || first == NULL || strlen(text) != size) {
        return "it is no native trace as text";
    }
    *first = '\0';
    digits = strstr(text, " digits=");
    if (digits !=
        NULL) { /* its numbers are good for so many digits, and no more may be asked for */
        double half_unit = 5;
        int n = atoi(digits + 8);
        for (; n > 0; --n) {
            half_unit /= 10;
        }
        tapir_all_.rtol = tapir_all_.rtol > half_unit ? tapir_all_.rtol : half_unit;
    }
    tapir_sha_begin_(&sha);
    for (line = first + 1; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        if (strncmp(line, "TAPIR_END ", 10) == 0) {
            tapir_sha_end_(&sha, digest);
            snprintf(footer, sizeof footer, "TAPIR_END records=%llu sha256=%s\n", records, digest);
            return strcmp(line, footer) == 0 ? NULL : "it was changed after it was written";
        }
        tapir_sha_add_(&sha, line, (size_t)(end - line) + 1);
        *end = '\0';
        if (!tapir_read_record_(line)) {
            return "a line of it is no record";
        }
        ++records;
    }
    return "it is not whole, its last line is missing";
}

static void tapir_begin_graft_(const char* name) {
    size_t size = 0;
    char* const text = tapir_whole_file_(name, &size);
    const char* const problem =
        text == NULL ? "it cannot be read" : tapir_read_reference_(text, size);
    free(text);
    if (problem != NULL || !tapir_fill_table_()) {
        tapir_say_(0, name, problem != NULL ? problem : "there is no memory for it",
                   "Nothing is compared or replaced. Give TAPIR_AGAINST a whole native trace; "
                   "`tapir trace import` "
                   "makes one of any other.");
        return;
    }
    snprintf(tapir_all_.against_name, sizeof tapir_all_.against_name, "%s", name);
    tapir_all_.grafting = 1;
}

/* ---- graft ---- */

/* One line of TAPIR_DIFFERENCES, and of the summary while that is short. */
static void tapir_tell_(const char* key, const struct tapir_index_* site, int loops, int pass,
                        size_t component, const char* program, const char* reference, int within,
                        const char* file, int line) {
    struct tapir_text_ text = {NULL, 0, 0};
    char number[128];
    int i = 0;
    if (tapir_all_.differences != NULL) {
        tapir_add_(&text, "{\"type\":\"difference\",\"tap\":");
        tapir_add_json_(&text, key);
        snprintf(number, sizeof number, ",\"component\":%lu,\"site\":{", (unsigned long)component);
        tapir_add_(&text, number);
        for (; i < loops; ++i) {
            tapir_add_(&text, i > 0 ? "," : "");
            tapir_add_json_(&text, site[i].name);
            snprintf(number, sizeof number, ":%lld", site[i].index);
            tapir_add_(&text, number);
        }
        snprintf(number, sizeof number, "},\"pass\":%d,\"program\":", pass);
        tapir_add_(&text, number);
        tapir_add_(&text, program);
        tapir_add_(&text, ",\"reference\":");
        tapir_add_(&text, reference == NULL ? "null" : reference);
        tapir_add_(&text, reference == NULL ? ",\"grafted\":false" : ",\"grafted\":true");
        tapir_add_(&text, within ? ",\"within\":true" : ",\"within\":false");
        tapir_add_(&text, ",\"inherited\":false,\"file\":");
        tapir_add_json_(&text, file);
        snprintf(number, sizeof number, ",\"line\":%d}\n", line);
        tapir_add_(&text, number);
        if (text.data == NULL ||
            fwrite(text.data, 1, text.size, tapir_all_.differences) != text.size) {
            tapir_say_(TAPIR_SAYS_WRITE_, "TAPIR_DIFFERENCES", "it cannot be written",
                       "Give a file on a disk with room.");
        }
        fflush(tapir_all_.differences); /* the program may crash */
    }
    free(text.data);
}

/* The same for a reader of the screen. */
static void tapir_remember_(const char* key, const struct tapir_index_* site, int loops,
                            size_t component, size_t count, const char* program,
                            const char* reference, const char* file, int line) {
    struct tapir_text_* const told = &tapir_all_.told;
    char text[96];
    if (tapir_all_.differing + tapir_all_.extra > TAPIR_TOLD_) {
        return;
    }
    tapir_add_(told, "  ");
    tapir_add_(told, key);
    tapir_add_site_(told, site, loops);
    if (count > 1) {
        snprintf(text, sizeof text, ", component %lu", (unsigned long)component);
        tapir_add_(told, text);
    }
    tapir_add_(told, ": ");
    tapir_add_(told, program);
    tapir_add_(told, reference == NULL ? ", the reference has no such record" : ", reference ");
    tapir_add_(told, reference == NULL ? "" : reference);
    tapir_add_(told, "  (");
    tapir_add_(told, file);
    snprintf(text, sizeof text, ":%d)\n", line);
    tapir_add_(told, text);
}

/* A number as JSON has it: whole as it is, real as a text. */
static void tapir_quoted_(char* to, const char* number, int is_real) {
    snprintf(to, TAPIR_NUMBER_ + 4, is_real ? "\"%s\"" : "%s", number);
}

/* How a value stands to the reference's: 0 the same, 1 within the tolerance, 2 different. */
static int tapir_relation_(const void* value, enum tapir_type_ type,
                           const struct tapir_value_* reference) {
    double mine = 0, other = reference->real, larger = 0, between = 0;
    if (!tapir_is_real_(type)) {
        return reference->is_whole && tapir_whole_of_(value, type) == reference->whole ? 0 : 2;
    }
    mine = tapir_real_of_(value, type);
    if (type == TAPIR_FLOAT_) {
        other = (double)(float)other;
    }
    if (tapir_same_bits_(mine, other)) {
        return 0;
    }
    larger = mine < 0 ? -mine : mine;
    larger = larger < (other < 0 ? -other : other) ? (other < 0 ? -other : other) : larger;
    between = mine < other ? other - mine : mine - other;
    /* a NaN is never within, and without a tolerance nothing is, not even the other zero */
    return tapir_all_.rtol > 0 && larger <= DBL_MAX && between <= tapir_all_.rtol * larger ? 1 : 2;
}

static void tapir_compare_(const char* key, const struct tapir_index_* site, int loops, int pass,
                           struct tapir_reference_* reference, void* values, size_t count,
                           enum tapir_type_ type, const char* file, int line) {
    const int is_real = tapir_is_real_(type);
    size_t i = 0;
    for (; i < count; ++i) {
        char* const value = (char*)values + i * tapir_size_(type);
        const struct tapir_value_* const other = tapir_all_.values + reference->values + i;
        const int relation = tapir_relation_(value, type, other);
        char program[TAPIR_NUMBER_], program_json[TAPIR_NUMBER_ + 4], text[TAPIR_NUMBER_],
            text_json[TAPIR_NUMBER_ + 4];
        ++tapir_all_.compared;
        if (relation == 0) {
            continue;
        }
        if (!is_real && !other->is_whole) {
            tapir_say_(TAPIR_SAYS_KIND_, key,
                       "an integer here and a real number in the reference is not replaced",
                       "Tap the same value on both sides.");
        }
        tapir_value_text_(program, value, type, 1);
        tapir_quoted_(program_json, program, is_real);
        if (other->is_whole && !is_real) {
            tapir_whole_text_(text, &other->whole,
                              type == TAPIR_UNSIGNED_LONG_ || type == TAPIR_UNSIGNED_LONG_LONG_
                                  ? TAPIR_UNSIGNED_LONG_LONG_
                                  : TAPIR_LONG_LONG_);
            strcpy(text_json, text);
        } else {
            tapir_exact_text_(text, other->real);
            tapir_quoted_(text_json, text, 1);
        }
        tapir_tell_(key, site, loops, pass, i, program_json,
                    !is_real && !other->is_whole ? NULL : text_json, relation == 1, file, line);
        if (relation == 1) {
            ++tapir_all_.within;
        } else {
            ++tapir_all_.differing;
            tapir_value_text_(program, value, type, 0);
            if (is_real) {
                tapir_real_text_(text, other->real);
            }
            tapir_remember_(key, site, loops, i, count, program, text, file, line);
        }
        if (is_real) {
            tapir_set_real_(value, type, other->real);
        } else if (other->is_whole) {
            tapir_set_whole_(value, type, other->whole);
        }
    }
}

static void tapir_graft_(const char* key, const struct tapir_index_* site, int loops, void* values,
                         size_t count, enum tapir_type_ type, const char* file, int line) {
    char text[TAPIR_SITE_], program[TAPIR_NUMBER_], program_json[TAPIR_NUMBER_ + 4];
    const char* const unit = tapir_unit_of_(key);
    struct tapir_reference_* reference = NULL;
    int pass = 0;
    long at = 0;
    tapir_site_text_(text, key, site, loops);
    at = tapir_all_.table[tapir_place_(text, tapir_hash_(text))];
    while (at >= 0 && tapir_all_.reference[at].visited) {
        at = tapir_all_.reference[at].next;
        ++pass;
    }
    if (at < 0) {
        ++tapir_all_.extra;
        tapir_value_text_(program, values, type, 1);
        tapir_quoted_(program_json, program, tapir_is_real_(type));
        tapir_tell_(key, site, loops, pass, 0, program_json, NULL, 0, file, line);
        tapir_value_text_(program, values, type, 0);
        tapir_remember_(key, site, loops, 0, 1, program, NULL, file, line);
        return;
    }
    reference = tapir_all_.reference + at;
    reference->visited = 1;
    if (reference->unit[0] != '\0' && unit[0] != '\0' && strcmp(unit, reference->unit) != 0) {
        tapir_say_(TAPIR_SAYS_UNIT_, text,
                   "its unit here is not that of the reference, so it is not compared",
                   "Tap it in one unit on both sides.");
        reference->visited = 0; /* it counts as a record that was not reached */
    } else if (reference->count != count) {
        tapir_say_(TAPIR_SAYS_COUNT_, text,
                   "it has another number of components in the reference, so it is not compared",
                   "Tap the same components on both sides.");
        reference->visited = 0;
    } else {
        tapir_compare_(key, site, loops, pass, reference, values, count, type, file, line);
    }
}

static unsigned long long tapir_missing_(void) {
    unsigned long long missing = 0;
    size_t i = 0;
    for (; i < tapir_all_.reference_count; ++i) {
        missing += tapir_all_.reference[i].visited ? 0 : 1;
    }
    return missing;
}

static void tapir_end_graft_(void) {
    fprintf(
        stderr,
        "tapir_tap: %llu of %llu compared values differ from %s and were replaced by its values",
        tapir_all_.differing, tapir_all_.compared, tapir_all_.against_name);
    if (tapir_all_.within > 0) {
        fprintf(stderr, "; %llu within the tolerance", tapir_all_.within);
    }
    fprintf(stderr, "; %llu of its records were not reached, %llu taps are not in it.\n%s",
            tapir_missing_(), tapir_all_.extra,
            tapir_all_.told.data != NULL ? tapir_all_.told.data : "");
    if (tapir_all_.differing + tapir_all_.extra > TAPIR_TOLD_) {
        fprintf(stderr, "  and more; TAPIR_DIFFERENCES=FILE holds all.\n");
    }
}

/* ---- learn ---- */

/* The double, or float, that is so many steps of the last place further; infinities and NaN stay.
 */
static double tapir_step_(double value, long long ulps, int is_float) {
    if (value != value || value - value != 0) {
        return value;
    }
    if (is_float) {
        const float single = (float)value;
        float moved;
        int32_t bits;
        memcpy(&bits, &single, sizeof bits);
        bits = (int32_t)((bits < 0 ? INT32_MIN - (int64_t)bits : (int64_t)bits) + ulps);
        bits = bits < 0 ? (int32_t)(INT32_MIN - (int64_t)bits) : bits;
        memcpy(&moved, &bits, sizeof moved);
        return (double)moved;
    }
    {
        double moved;
        int64_t bits;
        memcpy(&bits, &value, sizeof bits);
        bits = (bits < 0 ? INT64_MIN - bits : bits) + ulps;
        bits = bits < 0 ? INT64_MIN - bits : bits;
        memcpy(&moved, &bits, sizeof moved);
        return moved;
    }
}

static void tapir_move_(void* values, size_t count, enum tapir_type_ type) {
    size_t i = 0;
    for (; i < count; ++i) {
        char* const value = (char*)values + i * tapir_size_(type);
        if (!tapir_is_real_(type)) {
            tapir_set_whole_(value, type, tapir_whole_of_(value, type) + tapir_all_.move_ulps);
        } else if (tapir_all_.move_share != 0) {
            tapir_set_real_(value, type, tapir_real_of_(value, type) * (1 + tapir_all_.move_share));
        } else {
            tapir_set_real_(value, type,
                            tapir_step_(tapir_real_of_(value, type), tapir_all_.move_ulps,
                                        type == TAPIR_FLOAT_));
        }
        ++tapir_all_.moved;
    }
}

static void tapir_begin_move_(const char* text) {
    const char* const colon = strrchr(text, ':');
    char key[TAPIR_WORD_];
    char* end = NULL;
    if (colon == NULL || colon == text || colon - text >= TAPIR_WORD_ || colon[1] == '\0') {
        tapir_say_(0, "TAPIR_MOVE", "it is not KEY:N",
                   "Give for example TAPIR_MOVE=F_latt:1, or :1e-6 for a share.");
        return;
    }
    memcpy(key, text, (size_t)(colon - text));
    key[colon - text] = '\0';
    tapir_word_(tapir_all_.move_key, key, 0);
    if (strpbrk(colon + 1, ".eE") != NULL) {
        tapir_all_.move_share = tapir_read_real_(colon + 1, &end);
    } else {
        tapir_all_.move_ulps = strtoll(colon + 1, &end, 10);
    }
    tapir_all_.moving = *end == '\0';
    if (!tapir_all_.moving) {
        tapir_say_(0, "TAPIR_MOVE", "what stands behind the colon is no number",
                   "Give ulps, 1, or a share, 1e-6.");
    }
}

/* ---- begin and end ---- */

static FILE* tapir_output_(const char* variable, const char* name, char* full) {
    FILE* file = NULL;
    const char* const place = strstr(name, "%p");
    if (place != NULL) {
        snprintf(full, 1024, "%.*s%ld%s", (int)(place - name), name, tapir_all_.process, place + 2);
    } else {
        snprintf(full, 1024, "%s", name);
    }
    file = fopen(full, "wb");
    if (file == NULL) {
        char where[1100];
        snprintf(where, sizeof where, "%s=%s", variable, full);
        tapir_say_(0, where, "the file cannot be written",
                   "Give one in a folder that is there and may be written to.");
    }
    return file;
}

/* "slow=685,fast=1039" */
static void tapir_begin_selection_(const char* text) {
    while (*text != '\0') {
        const char* const comma = text + strcspn(text, ",");
        const char* const equals = (const char*)memchr(text, '=', (size_t)(comma - text));
        char* end = NULL;
        struct tapir_index_* const at = tapir_all_.at + tapir_all_.at_count;
        if (equals == NULL || equals == text || equals - text >= TAPIR_WORD_ ||
            tapir_all_.at_count == TAPIR_LOOPS_) {
            tapir_say_(0, "TAPIR_AT", "it is not LOOP=N,LOOP=N",
                       "Everything is taken. Give for example TAPIR_AT=slow=685,fast=1039.");
            tapir_all_.at_count = 0;
            return;
        }
        memcpy(at->name, text, (size_t)(equals - text));
        at->name[equals - text] = '\0';
        at->index = strtoll(equals + 1, &end, 10);
        if (end == equals + 1 || end != comma) {
            tapir_say_(0, "TAPIR_AT", "an index in it is no number",
                       "Everything is taken. Give for example TAPIR_AT=slow=685,fast=1039.");
            tapir_all_.at_count = 0;
            return;
        }
        ++tapir_all_.at_count;
        text = *comma == ',' ? comma + 1 : comma;
    }
}

static const char* tapir_asks_(const char* variable) {
    const char* const value = getenv(variable);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static void tapir_set_state_(int state) {
#if defined(__GNUC__)
    __atomic_store_n(&tapir_state_, state, __ATOMIC_RELEASE);
#else
    tapir_state_ = state;
#endif
}

/* Reads the environment, at the first tap, unit or loop of the program; under the lock. */
static void tapir_begin_(void) {
    const char* const trace = tapir_asks_("TAPIR_TRACE");
    const char* const against = tapir_asks_("TAPIR_AGAINST");
    const char* const differences = tapir_asks_("TAPIR_DIFFERENCES");
    const char* const move = tapir_asks_("TAPIR_MOVE");
    const char* const at = tapir_asks_("TAPIR_AT");
    const char* const rtol = tapir_asks_("TAPIR_RTOL");
    char name[1024];
    char* end = NULL;
    tapir_all_.process = TAPIR_PROCESS_;
    if (at != NULL) {
        tapir_begin_selection_(at);
    }
    if (rtol != NULL) {
        tapir_all_.rtol = tapir_read_real_(rtol, &end);
        if (*end != '\0' || !(tapir_all_.rtol >= 0)) {
            tapir_say_(0, "TAPIR_RTOL", "it is no tolerance",
                       "Values are compared bit for bit. Give for example 1e-12.");
            tapir_all_.rtol = 0;
        }
    }
    if (against != NULL) {
        tapir_begin_graft_(against);
    }
    if (tapir_all_.grafting && differences != NULL) {
        tapir_all_.differences = tapir_output_("TAPIR_DIFFERENCES", differences, name);
    }
    if (move != NULL) {
        tapir_begin_move_(move);
    }
    if (trace != NULL) {
        tapir_all_.trace = tapir_output_("TAPIR_TRACE", trace, tapir_all_.trace_name);
        tapir_sha_begin_(&tapir_all_.sha);
    }
    if (tapir_all_.trace != NULL || tapir_all_.grafting || tapir_all_.moving) {
        atexit(tapir_finish);
        tapir_set_state_(2);
    } else {
        tapir_set_state_(0);
    }
}

/* Returns 1, holding the lock, where taps are on. */
static int tapir_enter_(void) {
    tapir_lock_();
    if (tapir_state_ == 1) {
        tapir_begin_();
    }
    if (tapir_state_ != 2) {
        tapir_unlock_();
        return 0;
    }
    return 1;
}

void tapir_finish(void) {
    if (tapir_state_ != 2 ||
        tapir_all_.process != TAPIR_PROCESS_) { /* a forked process leaves the files alone */
        return;
    }
    tapir_lock_();
    tapir_set_state_(0);
    if (tapir_all_.trace != NULL) {
        tapir_end_trace_();
    }
    if (tapir_all_.grafting) {
        tapir_end_graft_();
    }
    if (tapir_all_.differences != NULL) {
        fclose(tapir_all_.differences);
        tapir_all_.differences = NULL;
    }
    if (tapir_all_.moving && tapir_all_.moved == 0) {
        tapir_say_(0, tapir_all_.move_key, "TAPIR_MOVE moved nothing, no such tap was reached",
                   "Give the key of a tap, and look at TAPIR_AT.");
    }
    tapir_unlock_();
}

int tapir_open_(const char* name, long long index) {
    struct tapir_thread_loops_* const loops = &tapir_loops_;
    char word[TAPIR_WORD_];
    int i = 0;
    if (tapir_state_ == 1) {
        if (!tapir_enter_()) {
            return 0;
        }
        tapir_unlock_();
    }
    if (loops->depth < TAPIR_DEPTH_) {
        loops->open[loops->depth].name = name;
        loops->open[loops->depth].index = index;
        loops->open[loops->depth].outside = 0;
        if (tapir_all_.at_count > 0) {
            tapir_word_(word, name, 1);
        }
        for (; i < tapir_all_.at_count; ++i) {
            if (strcmp(word, tapir_all_.at[i].name) == 0 && index != tapir_all_.at[i].index) {
                loops->open[loops->depth].outside = 1;
                ++loops->outside;
            }
        }
    }
    ++loops->depth;
    return 1;
}

void tapir_close_(void) {
    struct tapir_thread_loops_* const loops = &tapir_loops_;
    if (loops->depth > 0) {
        --loops->depth;
        if (loops->depth < TAPIR_DEPTH_) {
            loops->outside -= loops->open[loops->depth].outside;
        }
    }
}

void tapir_set_unit_(const char* key, const char* unit) {
    struct tapir_key_ entry;
    size_t i = 0;
    if (!tapir_enter_()) {
        return;
    }
    tapir_word_(entry.key, key, 0);
    tapir_word_(entry.unit, unit, 0);
    while (i < tapir_all_.key_count && strcmp(tapir_all_.keys[i].key, entry.key) != 0) {
        ++i;
    }
    tapir_all_.keys = (struct tapir_key_*)tapir_grow_(tapir_all_.keys, tapir_all_.key_count,
                                                      &tapir_all_.key_room, sizeof entry);
    if (tapir_all_.keys != NULL) {
        tapir_all_.keys[i] = entry;
        tapir_all_.key_count += i == tapir_all_.key_count ? 1 : 0;
    } else {
        tapir_all_.key_count = tapir_all_.key_room = 0;
    }
    tapir_unlock_();
}

void tapir_visit_(const char* key, void* values, size_t count, enum tapir_type_ type,
                  const char* file, int line) {
    struct tapir_index_ site[TAPIR_LOOPS_];
    char word[TAPIR_WORD_];
    int loops = 0;
    if (count == 0 || tapir_loops_.outside > 0 || !tapir_enter_()) {
        return;
    }
    if (tapir_loops_.depth > TAPIR_DEPTH_) {
        tapir_all_.incomplete = 1;
        tapir_say_(TAPIR_SAYS_DEPTH_, key, "more than 32 loops are open, so its place is not known",
                   "Close each loop that is opened: tapir_loop_end().");
    }
    tapir_word_(word, key, 0);
    loops = tapir_site_(site);
    if (tapir_all_.grafting) {
        tapir_graft_(word, site, loops, values, count, type, file, line);
    }
    if (tapir_all_.moving && strcmp(word, tapir_all_.move_key) == 0) {
        tapir_move_(values, count, type);
    }
    if (tapir_all_.trace != NULL && !tapir_all_.incomplete) {
        tapir_record_(word, site, loops, values, count, type);
    }
    tapir_unlock_();
}

/* ---- records of device code ---- */
#if defined(__cplusplus)

int tapir_recording(void) {
    if (!tapir_enter_()) {
        return 0;
    }
    tapir_unlock_();
    return tapir_all_.trace != NULL ? 1 : 0;
}

/* In the order of the loops; records of one site keep theirs (by their place, since qsort may
 * change it). */
static int tapir_device_order_(const void* a, const void* b) {
    const tapir_device_record* const one = *static_cast<tapir_device_record* const*>(a);
    const tapir_device_record* const two = *static_cast<tapir_device_record* const*>(b);
    for (int loop = 0; loop < one->loops && loop < two->loops; ++loop) {
        if (one->index[loop] != two->index[loop]) {
            return one->index[loop] < two->index[loop] ? -1 : 1;
        }
    }
    if (one->loops != two->loops) {
        return one->loops < two->loops ? -1 : 1;
    }
    return one < two ? -1 : one > two ? 1 : 0;
}

void tapir_device_flush(tapir_device_buffer* buffer) {
    if (buffer == 0 || tapir_recording() == 0) {
        return;
    }
    const unsigned count = buffer->used < buffer->capacity ? buffer->used : buffer->capacity;
    tapir_device_record** const order =
        static_cast<tapir_device_record**>(malloc((count + 1u) * sizeof(tapir_device_record*)));
    if (order == 0 || buffer->used > buffer->capacity) {
        tapir_all_.incomplete = 1;
        tapir_say_(TAPIR_SAYS_LOST_, "tapir_device_flush",
                   "records of device code did not fit into their buffer",
                   "Make it larger, or take fewer with TAPIR_AT.");
    }
    for (unsigned i = 0; order != 0 && i < count; ++i) {
        order[i] = buffer->records + i;
    }
    if (order != 0) {
        qsort(order, count, sizeof *order, tapir_device_order_);
    }
    for (unsigned i = 0; order != 0 && i < count; ++i) {
        tapir_device_record& record = *order[i];
        for (int loop = 0; loop < record.loops; ++loop) {
            tapir_open_(record.loop[loop], record.index[loop]);
        }
        if (record.is_float != 0) {
            float narrow[4];
            for (int c = 0; c < record.count; ++c) {
                narrow[c] = static_cast<float>(record.value[c]);
            }
            tapir_visit_(record.key, narrow, static_cast<size_t>(record.count), TAPIR_FLOAT_,
                         __FILE__, __LINE__);
        } else {
            tapir_visit_(record.key, record.value, static_cast<size_t>(record.count), TAPIR_DOUBLE_,
                         __FILE__, __LINE__);
        }
        for (int loop = 0; loop < record.loops; ++loop) {
            tapir_close_();
        }
    }
    free(order);
    buffer->used = 0;
}

#endif /* device code */
#endif /* TAPIR_TAP_HERE */
