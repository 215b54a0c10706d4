# @summary HAProxy in front of every service: on this host at each service's address, on the edge at the public one too.
#
# The servers come from Consul DNS, so that the configuration changes only when services come or go. It runs as a unit of our
# own, beside whatever else HAProxy does on the host. A connection that a server refuses goes to another one, and
# the server is looked at more often until it is known to be out; it is in again when it passes its checks. Times are in milliseconds.
#
# @param interface The host's own interface that carries the services' addresses.
# @param consul_dns Where Consul answers DNS.
# @param slots For how many ready replicas of a service there is room at least; more where its data asks for it.
# @param resolve_ms How often Consul is asked.
# @param hold_valid_ms How long an answer is used.
# @param hold_empty_ms How long servers that pass HAProxy's own checks are kept after Consul has last named one and now names none.
# @param check_interval_ms How often HAProxy itself looks at a server that is in and well.
# @param check_fast_ms How often while it makes up its mind, and after a connection that failed.
# @param check_down_ms How often it looks at a server that is out.
# @param check_timeout_ms How long it waits for an answer.
# @param fall Failed looks after which a server is out.
# @param rise Good looks after which a server is in.
# @param connect_timeout_ms How long a connection to a server may take before another one is tried.
# @param user_timeout_ms How long a server may leave what it was sent unacknowledged, or take nothing, before its connections end.
# @param idle_timeout_ms How long a connection may be silent.
# @param drain_timeout_ms How long the process from before a reload may finish its connections.
class parallax::balancer (
  String[1] $interface = 'parallax0',
  String[1] $consul_dns = '127.0.0.1:8600',
  Integer[1] $slots = 8,
  Integer[1] $resolve_ms = 200,
  Integer[1] $hold_valid_ms = 300,
  Integer[1] $hold_empty_ms = 10000,
  Integer[1] $check_interval_ms = 500,
  Integer[1] $check_fast_ms = 100,
  Integer[1] $check_down_ms = 200,
  Integer[1] $check_timeout_ms = 1000,
  Integer[1] $fall = 2,
  Integer[1] $rise = 2,
  Integer[1] $connect_timeout_ms = 500,
  Integer[1] $user_timeout_ms = 60000,
  Integer[1] $idle_timeout_ms = 3600000,
  Integer[1] $drain_timeout_ms = 60000,
) {
  $addresses = $parallax::services.values.map |$service| { $service['address'] }.unique

  parallax_interface { $interface:
    addresses => if $addresses.empty { ['none'] } else { $addresses.sort },
  }

  if !$parallax::services.empty {
    $configuration = '/etc/parallax/haproxy.cfg'
    file {
      default:
        ensure => file,
        owner  => 'root',
        group  => 'root',
        mode   => '0644',
        ;
      $configuration:
        content      => epp('parallax/haproxy.cfg.epp'),
        validate_cmd => '/usr/sbin/haproxy -c -q -f %',
        ;
      '/etc/systemd/system/parallax-haproxy.service':
        content => epp('parallax/haproxy.service.epp', { 'configuration' => $configuration }),
        ;
    }
    -> parallax_unit { 'parallax-haproxy.service':
      reload_on => $configuration,
      require   => Parallax_interface[$interface],
    }
  } else {
    file { '/etc/parallax/haproxy.cfg':
      ensure => absent,
    }
  }
}
