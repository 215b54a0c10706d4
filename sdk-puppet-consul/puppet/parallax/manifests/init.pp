# @summary What Parallax wants of this host: replicas, services, steps, and nothing that an earlier run left.
#
# Everything comes from Hiera. A replica, service or step that is no longer in the data is taken away: its Consul
# registration first, so that traffic drains, then its units, each within its grace, then files, masks and packages.
#
# @param revision The revision of the data; for the reader of a report.
# @param host_address The address at which other hosts reach this one.
# @param services Services of all applications, by `application/service`; this host answers their addresses.
# @param replicas Replicas placed on this host, by name: `Hash[Parallax::Name, Parallax::Replica_data]`. Hiera's data is
#   made sensitive by the module's own options.
# @param steps Commands to run once on this host, by name, version and attempt: `Hash[Parallax::Step_key, Parallax::Step_data]`.
# @param adopted What was run by hand on this host and has made room for replicas: `units`, which are kept stopped and disabled;
#   their files stay. `services` are for the host's daemon.
# @param pins The version that a package has on this host, by its name, where components here are pinned to different ones. A component
#   that is pinned to another one runs on as it was started.
# @param edge This host's part in keeping the public addresses; without it the host has none.
# @param kept_storage Storage that outlives its replica, as `application/role/name`; for the reader, it stays in any case.
# @param removed_storage Kept storage that shall be deleted, as `application/role/name`.
# @param drain_seconds Time between the withdrawal of a registration and the stop of what it stood for.
# @param restart Who starts a process of a component again that ended: its unit at once, or the next run of Puppet.
class parallax (
  Optional[String] $revision = undef,
  Parallax::Address $host_address = '127.0.0.1',
  Hash[String, Parallax::Service] $services = {},
  Sensitive[Hash] $replicas = Sensitive({}),
  Sensitive[Hash] $steps = Sensitive({}),
  Hash[Enum['units', 'services'], Array[String]] $adopted = {},
  Hash[Pattern[/\A[a-z0-9][-+.a-z0-9]+\z/], Pattern[/\A[-+.:~a-zA-Z0-9]+\z/]] $pins = {},
  Optional[Parallax::Edge] $edge = undef,
  Array[String] $kept_storage = [],
  Array[String] $removed_storage = [],
  Numeric $drain_seconds = 1,
  Enum['unit', 'puppet'] $restart = 'unit',
) {
  # Not in the types of the parameters, whose complaints would name a whole value instead of the place in it.
  $replica_data = assert_type(Hash[Parallax::Name, Parallax::Replica_data], $replicas.unwrap)
  $step_data = assert_type(Hash[Parallax::Step_key, Parallax::Step_data], $steps.unwrap)

  # Components of replicas come first: a file that a step wants differently is the step's private matter.
  $replica_components = $replica_data.reduce({}) |$units, $entry| {
    $entry[1]['components'].reduce($units) |$more, $component| {
      $more + { "parallax-${entry[0]}-${component[0]}.service" => $component[1] }
    }
  }
  $step_components = $step_data.reduce({}) |$units, $entry| {
    $units + { "parallax-step-${entry[0]}.service" => $entry[1]['component'] }
  }
  $components = $replica_components + $step_components
  $placed = parallax::files($components, '/var/lib/parallax/private')
  $masks = $components.map |$unit, $component| { $component['masks'].lest || { [] } }.flatten.unique
  $packages = $components.map |$unit, $component| { $component['packages'].lest || { [] } }.flatten.unique
  $users = $components.map |$unit, $component| { $component['user'] }.filter |$user| { $user }.unique
  $torn = $users.filter |$user| { $users.filter |$other| { $other['name'] == $user['name'] }.length > 1 }
  unless $torn.empty {
    fail("Components on this host want user ${torn[0]['name']} with different numbers: ${torn.map |$user| { $user['uid'] }.join(', ')}")
  }
  $storage = $replica_data.map |$name, $replica| {
    ($replica['storage'].lest || { {} }).keys.map |$key| { "${replica['application']}/${replica['role']}/${key}" }
  }.flatten.unique
  $watched = $replica_components.filter |$unit, $component| { $component['alive'] or $component['started'] }
  $own_units = {
    'parallax-haproxy.service'    => !$services.empty,
    'parallax-keepalived.service' => $edge and !$edge['addresses'].empty,
    'parallax-alive.service'      => !$watched.empty,
  }.filter |$unit, $wanted| { $wanted }

  file {
    default:
      ensure => directory,
      owner  => 'root',
      group  => 'root',
      mode   => '0755',
      ;
    ['/etc/parallax', '/var/lib/parallax', '/etc/consul.d']:
      ;
    # No copies of what they held are kept.
    ['/etc/parallax/environment', '/etc/parallax/checks', '/etc/parallax/hosts', '/etc/consul.d/parallax']:
      recurse => true,
      purge   => true,
      force   => true,
      backup  => false,
      ;
  }

  # What is no longer wanted goes first: out of Consul's catalog, then stopped, then undone.
  parallax_registrations { 'withdrawn':
    settle  => $drain_seconds,
    require => File['/etc/consul.d/parallax'],
  }
  -> parallax_purge { 'units':
    keep => $components.keys + $own_units.keys,
  }
  -> parallax_purge { 'files':
    keep => $placed.map |$unit, $seen| { $seen['paths'] }.flatten.unique,
  }

  parallax_purge {
    default:
      require => Parallax_purge['files'],
      ;
    'masks':
      keep => $masks,
      ;
    'packages':
      keep => $packages,
      ;
    'steps':
      keep => $step_data.keys,
      ;
    'storage':
      keep => $storage,
      told => $removed_storage,
      ;
  }

  # It would keep every service of the host from starting when its package is installed or upgraded.
  parallax_purge { 'policy': }

  # Before packages, which keep an account that is there and would give a new one a number of their own.
  $users.each |$user| {
    parallax_account { $user['name']:
      uid => $user['uid'],
      gid => $user['gid'],
    }
  }

  parallax_mask { $masks:
    require => Parallax_purge['units'],
  }

  # Services answer before anything starts that may call them.
  contain parallax::balancer
  contain parallax::names
  contain parallax::edge_address

  $replica_data.each |$name, $replica| {
    parallax::replica { $name:
      * => $replica + { 'components' => Sensitive($replica['components']) },
    }
  }
  # As late as can be: what takes their place is ready to start.
  $components_here = $replica_components.keys
  parallax_adopted { ($adopted['units'].lest || { [] }):
    require => Parallax::Component[$components_here],
    before  => Parallax_unit[$components_here],
  }
  $step_data.each |$name, $step| {
    parallax::step { $name:
      * => $step + { 'component' => Sensitive($step['component']) },
    }
  }

  contain parallax::liveness
}
