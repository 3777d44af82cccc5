#!/bin/sh
# Starts a program on Linux in a network namespace of its own, which has no interface, where the system
# allows that without further rights; otherwise as it is. The screen Posture says which of the two holds.
#
# In a package this file carries the program's name, and the program lies beside it as NAME.bin.
# Elsewhere: isolated-start.sh PROGRAM [ARGUMENTS].
self=$(readlink -f -- "$0")
if [ -x "$self.bin" ]; then set -- "$self.bin" "$@"; fi

# Memory holds what patients said: none of it goes to a disk when a process fails.
ulimit -c 0

# Sign-in with an account of the hospital, where the machine policy names an identity provider: its process
# starts here, in the network of the machine, and is spoken with over two pipes (electron/core/guard). Its own
# guard lets it reach that provider and nothing else. Where the policy names none, no such process exists.
policy=/etc/swarm-clinical/machine-policy.json
sign_in=
if [ -x "$self.bin" ]; then sign_in='--sign-in-process'; fi
case " $* " in *'/out/electron/main.main.js '*) sign_in=$(dirname -- "$self")/../../out/electron/sign-in.utility.js ;; esac
if [ -n "$sign_in" ] && grep -qs '"identityProvider"' $policy && pipes=$(mktemp -d /tmp/swarm-sign-in.XXXXXXXX); then
  mkfifo -m 600 "$pipes/questions" "$pipes/answers"
  # Both ways first, so that opening one end does not wait for the other.
  exec 4<>"$pipes/questions" 5<>"$pipes/answers"
  exec 6<"$pipes/answers" 7>"$pipes/questions"
  exec 4<"$pipes/questions" 5>"$pipes/answers"
  rm -rf -- "$pipes"
  ( /usr/bin/env -i PATH="$PATH" HOME="${HOME:-/}" DISPLAY="${DISPLAY:-}" WAYLAND_DISPLAY="${WAYLAND_DISPLAY:-}" \
    XAUTHORITY="${XAUTHORITY:-}" XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-}" \
    "$1" "$sign_in" <&4 >&5 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- & )
  exec 4<&- 5<&-
fi

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
