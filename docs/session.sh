#!/usr/bin/env bash
# Records docs/session.md: what an operator does with Keystone in a day, on the lab's two sides, as it was typed and answered.
# Usage: docs/session.sh (root; brings the lab up; takes about eight minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
page=docs/session.md
new=$(mktemp)
trap 'rm -f "$new"' EXIT
export NO_COLOR=1
keystone=examples/keystone/keystone.yaml

say() { printf '%s\n' "$@" >>"$new"; }

# run WANTED COMMAND...: the command and all that it says; its exit status has to be the one that is wanted.
run() {
  local wanted=$1 status=0
  shift
  printf '$ %s\n' "${*@Q}" | sed "s/'\([A-Za-z0-9_./=:-]*\)'/\1/g" >>"$new"
  "$@" </dev/null >>"$new" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then say "(exit status $status)"; fi
  say ""
  if [ "$status" -ne "$wanted" ]; then
    cat "$new" >&2
    echo "session: '$*' ended with $status and not with $wanted" >&2
    exit 1
  fi
}

# until_shown TEXT COMMAND...: waits until the command says it, at most a minute.
until_shown() {
  local text=$1 end=$((SECONDS + 60))
  shift
  until "$@" 2>&1 | grep -q -- "$text"; do
    [ "$SECONDS" -lt "$end" ] || { echo "session: '$*' does not say '$text'" >&2; exit 1; }
  done
}

host_of() { # SIDE REPLICA-PATTERN
  ./parallax status --lab "$1" -o json keystone |
    jq -r --arg name "$2" '[.roles.keystone.replicas[] | select(.state == "READY" and (.name | startswith($name)))][0].host'
}

session() {
  local side=$1 host
  ./parallax delete --lab "$side" --remove-storage keystone >/dev/null 2>&1
  say '```console'
  run 0 ./parallax apply --lab "$side" "$keystone"
  run 0 ./parallax accept --lab "$side" keystone
  run 0 ./parallax exec --lab "$side" --component api keystone keystone -- keystone-manage --version
  say '```' '' 'A version that never gets ready is taken back, and no more than one of three replicas is away at a time:' '' '```console'
  run 1 ./parallax apply --lab "$side" --overlay examples/keystone/overlays/broken.yaml "$keystone"
  run 0 ./parallax events --lab "$side" --warnings keystone
  run 0 ./parallax history --lab "$side" keystone
  run 0 ./parallax status --lab "$side" keystone
  if [ "$side" = kubernetes ]; then
    say '```' '' 'Somebody scales by hand. Nothing in the cluster puts that right by itself; `drift` names it, and `--repair` does:' '' '```console'
    run 0 ./parallax lab shell k8s-control -- kubectl --namespace keystone scale deployment keystone --replicas=2
    run 1 ./parallax drift --lab "$side" --exit-code keystone
    run 0 ./parallax drift --lab "$side" --repair keystone
  else
    host=$(host_of "$side" keystone)
    say '```' '' 'Somebody edits a file on a host. The host puts it right within a second, and says so:' '' '```console'
    run 0 ./parallax lab shell "$host" -- sh -c 'echo "# by hand" >>/etc/keystone/keystone.conf'
    until_shown repaired ./parallax drift --lab "$side" keystone
    run 0 ./parallax drift --lab "$side" keystone
  fi
  until_shown '"ready" : true' ./parallax status --lab "$side" -o json keystone
  host=$(host_of "$side" keystone)
  say '```' '' "A host is to be taken out of service:" '' '```console'
  run 0 ./parallax host list --lab "$side"
  run 0 ./parallax host drain --lab "$side" "$host"
  run 0 ./parallax host list --lab "$side"
  run 0 ./parallax host uncordon --lab "$side" "$host"
  say '```' '' 'Keys are due for rotation, and replicas get the new ones one after another:' '' '```console'
  run 0 ./parallax secret list --lab "$side" keystone
  run 0 ./parallax secret rotate --lab "$side" keystone fernet-keys
  say '```' '' 'A change, and the way back:' '' '```console'
  run 0 ./parallax scale --lab "$side" keystone keystone=2
  run 0 ./parallax rollback --lab "$side" keystone
  run 0 ./parallax history --lab "$side" keystone
  run 0 ./parallax delete --lab "$side" keystone
  say '```' ''
}

./parallax lab up
say '# A day with an application' '' \
  "Recorded by \`docs/session.sh\` on $(date --utc +%F) at commit $(git rev-parse --short HEAD), on the lab's two sides: the same verbs, and what each orchestrator makes of them." '' \
  '## On the fleet under Puppet and Consul' ''
session puppet-consul
say '## On Kubernetes' ''
session kubernetes
mv "$new" "$page"
chmod 644 "$page"
