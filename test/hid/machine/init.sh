#!/bin/busybox sh
# The first process of the machine: loads the modules, puts a writable layer over the host's read-only files, mounts the
# shared folder where it is on the host too, runs `run` of that folder and leaves its exit code there as `status`.
set -e
PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
for module in /modules/*; do
  case $module in
    *dummy_hcd*) insmod "$module" num=4 ;;
    *) insmod "$module" ;;
  esac
done

share=$(sed 's/.* share=\([^ ]*\).*/\1/' /proc/cmdline)
options=trans=virtio,version=9p2000.L,msize=512000
mount -t 9p -o $options,cache=loose,ro host /host
mount -t tmpfs tmpfs /changes
mkdir /changes/upper /changes/work
mount -t overlay -o lowerdir=/host,upperdir=/changes/upper,workdir=/changes/work overlay /root
mount -t proc proc /root/proc
mount -t sysfs sys /root/sys
mount -t configfs configfs /root/sys/kernel/config
mount -t devtmpfs dev /root/dev
mount -t tmpfs tmpfs /root/run
mkdir -p "/root$share"
mount -t 9p -o $options share "/root$share"
ip link set lo up

exec switch_root /root /bin/sh -c "
  /bin/sh '$share/run' 2>&1
  echo \$? > '$share/status'
  /usr/bin/busybox poweroff -f"
