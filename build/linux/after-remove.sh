#!/bin/sh
set -e
rm -f /usr/lib/udev/rules.d/70-keydesk.rules "/usr/bin/${executable}"
if command -v udevadm >/dev/null; then udevadm control --reload; fi
