/*
 * Drives a software key over loopback UDP with libfido2: set, mistype and change the PIN, create a resident credential,
 * verify it, assert, verify that, request hmac-secret, list, delete, reset; on a CTAP 2.1 key also write, read and remove
 * a large blob, read a credBlob, enroll, use, name, list and remove a finger, and configure.
 * Usage: libfido2_client PORT REPLYPORT. Prints one JSON object with each step's result code.
 */
#include <fido/bio.h>
#include <fido/config.h>
#include <fido/credman.h>
#include <fido/es256.h>
#include <stdio.h>
#include <string.h>

#include "udp_io.h"

static const char *PIN = "12345678", *RP = "login.microsoft.com";

static int first = 1;
static void report(const char *step, int code) {
  printf("%s\"%s\":%d", first ? "{" : ",", step, code);
  first = 0;
}

static fido_dev_t *open_key(void) {
  fido_dev_t *dev = fido_dev_new();
  fido_dev_set_io_functions(dev, &udp_io);
  report("open", fido_dev_open(dev, "udp"));
  return dev;
}

/* libfido2 reads getInfo when it opens a key, and not again. */
static void reopen_key(fido_dev_t *dev) {
  fido_dev_close(dev);
  report("reopen", fido_dev_open(dev, "udp"));
}

static void set_and_change_pin(fido_dev_t *dev) {
  int retries = -1;
  report("setPin", fido_dev_set_pin(dev, "87654321", NULL));
  report("wrongPin", fido_dev_set_pin(dev, PIN, "99999999"));
  report("retryCount", fido_dev_get_retry_count(dev, &retries));
  report("retries", retries);
  report("changePin", fido_dev_set_pin(dev, PIN, "87654321"));
}

static fido_cred_t *make_credential(fido_dev_t *dev, const unsigned char *hash) {
  static const unsigned char user[32] = {1, 2, 3};
  fido_cred_t *cred = fido_cred_new();
  fido_cred_set_type(cred, COSE_ES256);
  fido_cred_set_clientdata_hash(cred, hash, 32);
  fido_cred_set_rp(cred, RP, "Microsoft");
  fido_cred_set_user(cred, user, sizeof user, "user1", "User One", NULL);
  fido_cred_set_rk(cred, FIDO_OPT_TRUE);
  fido_cred_set_extensions(cred, FIDO_EXT_HMAC_SECRET | FIDO_EXT_CRED_PROTECT);
  fido_cred_set_prot(cred, FIDO_CRED_PROT_UV_OPTIONAL);
  report("make", fido_dev_make_cred(dev, cred, PIN));
  report("verifyCredential", fido_cred_verify(cred));
  return cred;
}

static void assert_with(fido_dev_t *dev, fido_cred_t *cred, const unsigned char *hash) {
  fido_assert_t *assertion = fido_assert_new();
  fido_assert_set_rp(assertion, RP);
  fido_assert_set_clientdata_hash(assertion, hash, 32);
  fido_assert_allow_cred(assertion, fido_cred_id_ptr(cred), fido_cred_id_len(cred));
  report("assert", fido_dev_get_assert(dev, assertion, PIN));
  es256_pk_t *pk = es256_pk_new();
  es256_pk_from_ptr(pk, fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred));
  report("verifyAssertion", fido_assert_verify(assertion, 0, COSE_ES256, pk));
  es256_pk_free(&pk);
  fido_assert_free(&assertion);
}

static void ask_secret(fido_dev_t *dev, fido_cred_t *cred, const unsigned char *hash, unsigned char salt,
                       unsigned char *secret) {
  unsigned char salts[32];
  memset(salts, salt, sizeof salts);
  fido_assert_t *assertion = fido_assert_new();
  fido_assert_set_rp(assertion, RP);
  fido_assert_set_clientdata_hash(assertion, hash, 32);
  fido_assert_allow_cred(assertion, fido_cred_id_ptr(cred), fido_cred_id_len(cred));
  fido_assert_set_extensions(assertion, FIDO_EXT_HMAC_SECRET);
  fido_assert_set_hmac_salt(assertion, salts, sizeof salts);
  fido_dev_get_assert(dev, assertion, PIN);
  if (fido_assert_hmac_secret_len(assertion, 0) == 32) memcpy(secret, fido_assert_hmac_secret_ptr(assertion, 0), 32);
  fido_assert_free(&assertion);
}

static void compare_secrets(fido_dev_t *dev, fido_cred_t *cred, const unsigned char *hash) {
  unsigned char first[32] = {0}, again[32] = {1}, other[32] = {0};
  ask_secret(dev, cred, hash, 'a', first);
  ask_secret(dev, cred, hash, 'a', again);
  ask_secret(dev, cred, hash, 'b', other);
  report("sameSaltSameSecret", memcmp(first, again, 32) == 0);
  report("otherSaltSameSecret", memcmp(first, other, 32) == 0);
}

/* A resident credential with credBlob and largeBlobKey, and a large blob of three fragments. */
static void store_blobs(fido_dev_t *dev, const unsigned char *hash) {
  static const unsigned char user[1] = {9}, blob[4] = {1, 2, 3, 4};
  static unsigned char noise[12000];
  unsigned int state = 1;
  for (size_t i = 0; i < sizeof noise; i++) noise[i] = (unsigned char)((state = state * 1103515245u + 12345u) >> 16);
  fido_cred_t *cred = fido_cred_new();
  fido_cred_set_type(cred, COSE_ES256);
  fido_cred_set_clientdata_hash(cred, hash, 32);
  fido_cred_set_rp(cred, "blob.example", NULL);
  fido_cred_set_user(cred, user, sizeof user, "blob", NULL, NULL);
  fido_cred_set_rk(cred, FIDO_OPT_TRUE);
  fido_cred_set_extensions(cred, FIDO_EXT_LARGEBLOB_KEY | FIDO_EXT_CRED_BLOB);
  fido_cred_set_blob(cred, blob, sizeof blob);
  report("makeWithBlobs", fido_dev_make_cred(dev, cred, PIN));
  const unsigned char *key = fido_cred_largeblob_key_ptr(cred);
  size_t key_len = fido_cred_largeblob_key_len(cred);

  fido_assert_t *assertion = fido_assert_new();
  fido_assert_set_rp(assertion, "blob.example");
  fido_assert_set_clientdata_hash(assertion, hash, 32);
  fido_assert_set_extensions(assertion, FIDO_EXT_LARGEBLOB_KEY | FIDO_EXT_CRED_BLOB);
  report("assertWithBlobs", fido_dev_get_assert(dev, assertion, PIN));
  report("sameCredBlob", fido_assert_blob_len(assertion, 0) == sizeof blob &&
                             memcmp(fido_assert_blob_ptr(assertion, 0), blob, sizeof blob) == 0);
  report("sameLargeBlobKey", fido_assert_largeblob_key_len(assertion, 0) == key_len &&
                                 memcmp(fido_assert_largeblob_key_ptr(assertion, 0), key, key_len) == 0);
  fido_assert_free(&assertion);

  unsigned char *read = NULL;
  size_t read_len = 0;
  report("setLargeBlob", fido_dev_largeblob_set(dev, key, key_len, noise, sizeof noise, PIN));
  report("getLargeBlob", fido_dev_largeblob_get(dev, key, key_len, &read, &read_len));
  report("sameLargeBlob", read_len == sizeof noise && memcmp(read, noise, read_len) == 0);
  report("removeLargeBlob", fido_dev_largeblob_remove(dev, key, key_len, PIN));
  report("getRemovedLargeBlob", fido_dev_largeblob_get(dev, key, key_len, &read, &read_len));
  report("deleteWithBlobs", fido_credman_del_dev_rk(dev, fido_cred_id_ptr(cred), fido_cred_id_len(cred), PIN));
  fido_cred_free(&cred);
}

/* A credential without PIN: libfido2 gets a token with a fingerprint. */
static void make_by_finger(fido_dev_t *dev, const unsigned char *hash) {
  static const unsigned char user[1] = {8};
  int retries = -1;
  fido_cred_t *cred = fido_cred_new();
  fido_cred_set_type(cred, COSE_ES256);
  fido_cred_set_clientdata_hash(cred, hash, 32);
  fido_cred_set_rp(cred, "finger.example", NULL);
  fido_cred_set_user(cred, user, sizeof user, "finger", NULL, NULL);
  fido_cred_set_uv(cred, FIDO_OPT_TRUE);
  report("makeByFinger", fido_dev_make_cred(dev, cred, NULL));
  report("userVerified", (fido_cred_flags(cred) & 4) != 0);
  report("verifyByFinger", fido_cred_verify(cred));
  report("uvRetryCount", fido_dev_get_uv_retry_count(dev, &retries));
  report("uvRetries", retries);
  fido_cred_free(&cred);
}

/* A finger by four samples: enrolled, used, named, listed and removed. */
static void enroll_finger(fido_dev_t *dev, const unsigned char *hash) {
  fido_bio_template_t *finger = fido_bio_template_new();
  fido_bio_enroll_t *samples = fido_bio_enroll_new();
  report("enroll", fido_bio_dev_enroll_begin(dev, finger, samples, 5000, PIN));
  int code = FIDO_OK;
  while (code == FIDO_OK && fido_bio_enroll_remaining_samples(samples) > 0)
    code = fido_bio_dev_enroll_continue(dev, finger, samples, 5000);
  report("enrollContinue", code);
  report("enrollStatus", fido_bio_enroll_last_status(samples));
  reopen_key(dev);
  make_by_finger(dev, hash);
  fido_bio_template_set_name(finger, "thumb");
  report("nameFinger", fido_bio_dev_set_template_name(dev, finger, PIN));
  fido_bio_template_array_t *list = fido_bio_template_array_new();
  report("listFingers", fido_bio_dev_get_template_array(dev, list, PIN));
  report("fingers", (int)fido_bio_template_array_count(list));
  report("sameName", strcmp(fido_bio_template_name(fido_bio_template(list, 0)), "thumb") == 0);
  report("removeFinger", fido_bio_dev_enroll_remove(dev, finger, PIN));
  fido_bio_template_array_free(&list);
  fido_bio_enroll_free(&samples);
  fido_bio_template_free(&finger);
}

/* Each change of the configuration: a forced change of the PIN blocks everything else until it is done. */
static void configure(fido_dev_t *dev) {
  const char *rps[] = {RP};
  report("enableEnterpriseAttestation", fido_dev_enable_entattest(dev, PIN));
  report("setMinPinLength", fido_dev_set_pin_minlen(dev, 8, PIN));
  report("setMinPinLengthAgain", fido_dev_set_pin_minlen(dev, 6, PIN));
  report("setMinPinLengthRpIds", fido_dev_set_pin_minlen_rpid(dev, rps, 1, PIN));
  report("forcePinChange", fido_dev_force_pin_change(dev, PIN));
  report("toggleUnderForcedChange", fido_dev_toggle_always_uv(dev, PIN));
  report("changeForcedPin", fido_dev_set_pin(dev, "23456789", PIN));
  report("changeBack", fido_dev_set_pin(dev, PIN, "23456789"));
  report("toggleAlwaysUv", fido_dev_toggle_always_uv(dev, PIN));
  report("toggleAlwaysUvBack", fido_dev_toggle_always_uv(dev, PIN));
}

static int has_option(fido_dev_t *dev, const char *name) {
  fido_cbor_info_t *info = fido_cbor_info_new();
  int found = 0;
  if (fido_dev_get_cbor_info(dev, info) == FIDO_OK) {
    for (size_t i = 0; i < fido_cbor_info_options_len(info); i++)
      found |= strcmp(fido_cbor_info_options_name_ptr(info)[i], name) == 0 && fido_cbor_info_options_value_ptr(info)[i];
  }
  fido_cbor_info_free(&info);
  return found;
}

static void list_and_delete(fido_dev_t *dev, fido_cred_t *cred) {
  fido_credman_rk_t *rk = fido_credman_rk_new();
  report("list", fido_credman_get_dev_rk(dev, RP, rk, PIN));
  report("listed", (int)fido_credman_rk_count(rk));
  fido_credman_rk_free(&rk);
  report("delete", fido_credman_del_dev_rk(dev, fido_cred_id_ptr(cred), fido_cred_id_len(cred), PIN));
  fido_credman_metadata_t *metadata = fido_credman_metadata_new();
  report("metadata", fido_credman_get_dev_metadata(dev, metadata, PIN));
  report("left", (int)fido_credman_rk_existing(metadata));
  fido_credman_metadata_free(&metadata);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  port = atoi(argv[1]);
  reply_port = atoi(argv[2]);
  unsigned char hash[32];
  memset(hash, 7, sizeof hash);
  fido_init(0);
  fido_dev_t *dev = open_key();
  set_and_change_pin(dev);
  fido_cred_t *cred = make_credential(dev, hash);
  assert_with(dev, cred, hash);
  compare_secrets(dev, cred, hash);
  if (has_option(dev, "largeBlobs")) {
    store_blobs(dev, hash);
    enroll_finger(dev, hash);
    configure(dev);
  }
  list_and_delete(dev, cred);
  report("reset", fido_dev_reset(dev));
  report("pinAfterReset", fido_dev_has_pin(dev));
  printf("}\n");
  fido_cred_free(&cred);
  fido_dev_close(dev);
  fido_dev_free(&dev);
  return 0;
}
