/* libfido2 on a software key over loopback UDP: reports go to `port`, answers come to `reply_port`. */
#include <arpa/inet.h>
#include <fido.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int port, reply_port;

static struct sockaddr_in loopback(int p) {
  struct sockaddr_in a = {0};
  a.sin_family = AF_INET;
  a.sin_port = htons((uint16_t)p);
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return a;
}

static void *io_open(const char *path) {
  (void)path;
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in own = loopback(reply_port), key = loopback(port);
  if (fd < 0 || bind(fd, (void *)&own, sizeof own) != 0 || connect(fd, (void *)&key, sizeof key) != 0) return NULL;
  int *handle = malloc(sizeof *handle);
  *handle = fd;
  return handle;
}

static void io_close(void *handle) {
  close(*(int *)handle);
  free(handle);
}

static int io_read(void *handle, unsigned char *buf, size_t len, int ms) {
  struct pollfd p = {.fd = *(int *)handle, .events = POLLIN};
  if (poll(&p, 1, ms) != 1) return -1;
  return (int)recv(p.fd, buf, len, 0);
}

/* libfido2 sends the report id before the report. */
static int io_write(void *handle, const unsigned char *buf, size_t len) {
  return send(*(int *)handle, buf + 1, len - 1, 0) == (ssize_t)(len - 1) ? (int)len : -1;
}

static const fido_dev_io_t udp_io = {io_open, io_close, io_read, io_write};
