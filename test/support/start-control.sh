#!/bin/sh
# The real CLI, whose starts are in the hands of a test: see start-control.ts.
echo $$ >>"$START_CONTROL/starts"
case "$(cat "$START_CONTROL/order")" in
  die)
    echo 'it died at once' >&2
    exit 1
    ;;
  wait)
    : >"$START_CONTROL/waiting/$$"
    while [ -e "$START_CONTROL/waiting/$$" ]; do sleep 0.02; done
    ;;
esac
exec "$START_CONTROL_CLI" "$@"
