/*
 * Runs one step on a software key with libfido2, to count its cost: open, setPin, make, assert or list.
 * Or timeGetInfo, which prints the microseconds of one getInfo, on average over many; or timeRounds, which prints the
 * milliseconds of open, make, assert and close for each of several rounds, and the processor time of all of them.
 * Usage: libfido2_steps STEP PORT REPLYPORT. Exit code 0 when the step was done.
 */
#include <fido/credman.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "udp_io.h"

static const char *PIN = "12345678", *RP = "login.microsoft.com";
static const unsigned char hash[32] = {7};

static int make(fido_dev_t *dev) {
  static const unsigned char user[1] = {1};
  fido_cred_t *cred = fido_cred_new();
  fido_cred_set_type(cred, COSE_ES256);
  fido_cred_set_clientdata_hash(cred, hash, sizeof hash);
  fido_cred_set_rp(cred, RP, NULL);
  fido_cred_set_user(cred, user, sizeof user, "user1", NULL, NULL);
  fido_cred_set_rk(cred, FIDO_OPT_TRUE);
  return fido_dev_make_cred(dev, cred, PIN);
}

static int assert_with_pin(fido_dev_t *dev) {
  fido_assert_t *assertion = fido_assert_new();
  fido_assert_set_rp(assertion, RP);
  fido_assert_set_clientdata_hash(assertion, hash, sizeof hash);
  return fido_dev_get_assert(dev, assertion, PIN);
}

static int list(fido_dev_t *dev) {
  fido_credman_rp_t *rps = fido_credman_rp_new();
  int code = fido_credman_get_dev_rp(dev, rps, PIN);
  for (size_t i = 0; code == 0 && i < fido_credman_rp_count(rps); i++) {
    fido_credman_rk_t *rks = fido_credman_rk_new();
    code = fido_credman_get_dev_rk(dev, fido_credman_rp_id(rps, i), rks, PIN);
  }
  return code;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int time_get_info(fido_dev_t *dev) {
  enum { calls = 300 };
  double began = now();
  for (int i = 0; i < calls; i++) {
    fido_cbor_info_t *info = fido_cbor_info_new();
    int code = fido_dev_get_cbor_info(dev, info);
    fido_cbor_info_free(&info);
    if (code != 0) return code;
  }
  printf("%f\n", (now() - began) / calls);
  return 0;
}

/* Opens the key anew in each round, as a desk does. */
static int time_rounds(fido_dev_t *dev) {
  enum { rounds = 20 };
  fido_dev_close(dev);
  clock_t used = clock();
  for (int i = 0; i < rounds; i++) {
    double began = now();
    fido_dev_t *key = fido_dev_new();
    fido_dev_set_io_functions(key, &udp_io);
    int code = fido_dev_open(key, "udp");
    if (code == 0) code = make(key);
    if (code == 0) code = assert_with_pin(key);
    fido_dev_close(key);
    fido_dev_free(&key);
    if (code != 0) return code;
    printf("%f\n", (now() - began) / 1e3);
  }
  printf("%f\n", (double)(clock() - used) * 1e3 / CLOCKS_PER_SEC);
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const char *step = argv[1];
  port = atoi(argv[2]);
  reply_port = atoi(argv[3]);
  fido_init(0);
  fido_dev_t *dev = fido_dev_new();
  fido_dev_set_io_functions(dev, &udp_io);
  int code = fido_dev_open(dev, "udp");
  if (code == 0 && strcmp(step, "setPin") == 0) code = fido_dev_set_pin(dev, PIN, NULL);
  if (code == 0 && strcmp(step, "make") == 0) code = make(dev);
  if (code == 0 && strcmp(step, "assert") == 0) code = assert_with_pin(dev);
  if (code == 0 && strcmp(step, "list") == 0) code = list(dev);
  if (code == 0 && strcmp(step, "timeGetInfo") == 0) code = time_get_info(dev);
  if (code == 0 && strcmp(step, "timeRounds") == 0) code = time_rounds(dev);
  fido_dev_close(dev);
  return code == 0 ? 0 : 1;
}
