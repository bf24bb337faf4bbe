#!/bin/sh
# Puts the udev rule in place, so that the person at the desk may open security keys without being root.
set -e
install -m 0644 "/opt/${productFilename}/resources/70-keydesk.rules" /usr/lib/udev/rules.d/70-keydesk.rules
ln -sf "/opt/${productFilename}/${executable}" "/usr/bin/${executable}"
chmod 4755 "/opt/${productFilename}/chrome-sandbox" || true
if command -v udevadm >/dev/null; then
  udevadm control --reload
  udevadm trigger --subsystem-match=hidraw
fi
