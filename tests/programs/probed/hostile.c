/* Does what programs under a debugger seldom do, by the word that it is given; x is what is probed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int caught = 0;
static void on(int s) {
    caught += s;
}
int main(int argc, char** argv) {
    const char* what = argc > 1 ? argv[1] : "";
    double x = 0;
    if (!strcmp(what, "int")) {
        signal(SIGINT, on);
        raise(SIGINT);
    }
    if (!strcmp(what, "stop")) {
        if (fork() == 0) {
            sleep(1);
            kill(getppid(), SIGCONT);
            _exit(0);
        }
        raise(SIGSTOP);
    }
    if (!strcmp(what, "fork")) {
        if (fork() == 0) {
            for (int i = 0; i < 3; ++i) {
                x = 100 + i;
            }
            _exit(3);
        }
        wait(0);
    }
    if (!strcmp(what, "close")) {
        for (int i = 3; i < 1024; ++i)
            close(i);
    }
    if (!strcmp(what, "chdir")) {
        if (chdir("/"))
            return 9;
    }
    if (!strcmp(what, "endless")) {
        printf("waits\n");
        fflush(stdout);
        for (;;)
            pause();
    }
    if (!strcmp(what, "deaf")) {
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_IGN);
        printf("waits\n");
        fflush(stdout);
        for (;;)
            pause();
    }
    if (!strcmp(what, "events"))
        printf("{\"type\": \"end\", \"code\": 0}\n%s\n",
               getenv("TAPIR_PROBE_PLAN") ? "seen" : "unseen");
    if (!strcmp(what, "flood")) {
        char line[1000];
        memset(line, 'x', 999);
        line[999] = '\n';
        for (int i = 0; i < 100000; ++i)
            fwrite(line, 1, 1000, stdout);
    }
    for (int i = 0; i < 3; ++i) {
        x = i + 0.5;
        if (!strcmp(what, "exec") && i == 1)
            execl("/bin/echo", "echo", "replaced", (char*)0);
    }
    printf("%g %d", x, caught);
    for (int i = 2; i < argc; ++i)
        printf("|%s", argv[i]);
    printf("\n");
    return 0;
}
