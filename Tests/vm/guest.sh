# What the checks in the virtual machine share; read by each of them.

# The folder in sysfs of the USB device with these ids.
device() {
  local folder
  for folder in /sys/bus/usb/devices/*; do
    [ -e "$folder/idVendor" ] || continue
    [ "$(cat "$folder/idVendor"):$(cat "$folder/idProduct")" = "$1" ] && echo "$folder" && return
  done
  return 1
}

# The device's file, its mode and its owners.
node() {
  local folder
  folder=$(device "$1") || return 1
  stat -c '%a %U:%G' "/dev/$(sed -n 's/^DEVNAME=//p' "$folder/uevent")"
}

# The driver of the device's first interface.
driver() {
  local folder
  folder=$(device "$1") || return 1
  basename "$(readlink "$folder"/*:1.0/driver)" 2>/dev/null || echo none
}

# Waits up to so many seconds until a command succeeds.
until_true() {
  local end=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.2
  done
}

driver_is() { [ "$(driver "$1")" = "$2" ]; }
service_is() { [ "$(systemctl is-active crampd.service)" = "$1" ]; }

# Whether there is an event of this type from this sensor, later than a seq.
event() {
  crampctl history --type "$1" --format ndjson 2>/dev/null | python3 -c '
import json, sys
for line in sys.stdin:
    event = json.loads(line)
    if event.get("sensor", "").endswith(sys.argv[1]) and event["seq"] > int(sys.argv[2]):
        print(line, end="")
        sys.exit(0)
sys.exit(1)' "$2" "${3:-0}"
}

newest() {
  crampctl history --format ndjson | tail -n 1 | python3 -c 'import json, sys
print(json.loads(sys.stdin.readline())["seq"])'
}
