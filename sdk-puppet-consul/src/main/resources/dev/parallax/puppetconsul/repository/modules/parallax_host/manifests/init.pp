# @summary What the module parallax calls on a host.
#
# That is HAProxy, keepalived, the programs of its units and checks, and what Consul's agent has to allow.
# Leave it out where your own code has these packages, or where the host was made by `parallax host add`.
class parallax_host {
  include parallax

  package { ['haproxy', 'keepalived']:
    ensure => installed,
    before => Class['parallax'],
  }

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0755',
      before => Class['parallax'],
      ;
    ['/usr/lib/parallax', '/usr/lib/parallax/lib', '/usr/lib/parallax/lib/parallax']:
      ensure => directory,
      ;
  }
  ['parallax-alive', 'parallax-exec', 'parallax-haproxy-alive', 'parallax-haproxy-state', 'parallax-probe'].each |$program| {
    file { "/usr/lib/parallax/${program}":
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0755',
      source => "puppet:///modules/parallax_host/${program}",
      before => Class['parallax'],
    }
  }
  ['balancer.rb', 'places.rb', 'probe.rb', 'sockets.rb', 'units.rb'].each |$library| {
    file { "/usr/lib/parallax/lib/parallax/${library}":
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0644',
      source => "puppet:///modules/parallax_host/lib/parallax/${library}",
      before => Class['parallax'],
    }
  }

  # Consul's agent reads it when it is started.
  file { '/etc/consul.d/parallax-agent.json':
    ensure => file,
    owner  => 'root',
    group  => 'root',
    mode   => '0644',
    source => 'puppet:///modules/parallax_host/parallax-agent.json',
  }
}
