#!/bin/sh
# Starts a program on Linux in a network namespace of its own, which has no interface, where the system
# allows that without further rights; otherwise as it is. The screen Posture says which of the two holds.
#
# In a package this file carries the program's name, and the program lies beside it as NAME.bin.
# Elsewhere: isolated-start.sh PROGRAM [ARGUMENTS].
self=$(readlink -f -- "$0")
if [ -x "$self.bin" ]; then set -- "$self.bin" "$@"; fi

# Root needs no user namespace, and would lose its rights over the files of others in one.
way='--user --map-current-user --net'
if [ "$(id -u)" = 0 ]; then way='--net'; fi

# shellcheck disable=SC2086 # the words of $way are arguments of their own
if /usr/bin/unshare $way -- /bin/true 2>/dev/null; then
  # The routes of the machine, to be read and not followed: from inside nobody could tell that a cable was
  # plugged in. The numbers are those of electron/operations/posture/machine.ts.
  if [ -r /proc/self/net/route ]; then exec 8</proc/self/net/route; fi
  if [ -r /proc/self/net/ipv6_route ]; then exec 9</proc/self/net/ipv6_route; fi
  exec /usr/bin/unshare $way -- "$@"
fi
exec "$@"
