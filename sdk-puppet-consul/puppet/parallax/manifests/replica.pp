# @summary A replica of a role: its components, its storage and what it offers.
#
# @param application The application.
# @param version The application's version.
# @param role The role.
# @param replica The replica's own name.
# @param components Its processes, by name.
# @param storage Its directories that outlive processes, by name.
# @param registrations The Consul services that it offers, by their names.
define parallax::replica (
  Parallax::Name $application,
  String[1] $version,
  Parallax::Name $role,
  Parallax::Name $replica,
  Sensitive[Hash[Parallax::Name, Parallax::Component_data]] $components,
  Hash[Parallax::Name, Parallax::Storage] $storage = {},
  Hash[Parallax::Name, Parallax::Registration] $registrations = {},
) {
  $processes = $components.unwrap
  $units = $processes.keys.map |$component| { "parallax-${name}-${component}.service" }
  $instances = $registrations.reduce({}) |$all, $entry| {
    $all + { "/etc/consul.d/parallax/${entry[0]}-${replica}.json" => $entry }
  }
  $directories = $storage.reduce({}) |$all, $entry| {
    $all + { "/var/lib/parallax/storage/${application}/${role}/${entry[0]}" => $entry[1]['path'] }
  }

  $storage.each |$key, $directory| {
    parallax_storage { "${application}/${role}/${key}":
      keep    => String($directory['keep'].lest || { false }),
      owner   => $directory['owner'].lest || { 'root' },
      before  => Parallax_unit[$units],
      require => Parallax_packages[$units],
    }
  }

  $processes.each |$key, $component| {
    $unit = "parallax-${name}-${key}.service"
    parallax::component { $unit:
      component => Sensitive($component),
      unit      => epp('parallax/component.service.epp', {
          'component'   => $component,
          # Without the version: a new one alone is no reason to restart the unit.
          'description' => "${application}: ${key} of ${replica}",
          'unit'        => $unit,
          'binds'       => $directories,
          'copies'      => $parallax::placed[$unit]['binds'] + { "/etc/parallax/hosts/${application}" => '/etc/hosts' },
      }),
    }
    parallax_unit { $unit:
      restart_on    => ["/etc/parallax/environment/${unit}"] + $parallax::placed[$unit]['paths'],
      registrations => $instances.keys,
      settle        => $parallax::drain_seconds,
      require       => [Parallax::Component[$unit], Parallax_hosts["/etc/parallax/hosts/${application}"]],
      packages      => $component['packages'].lest || { [] },
      subscribe     => Parallax_file[$parallax::placed[$unit]['paths']],
    }
  }

  $instances.each |$path, $entry| {
    $checks = ($entry[1]['checks'].lest || { [] }).map |$index, $check| {
      parallax::consul_check($check, {
          'id'        => "${entry[0]}-${replica}-${index}",
          'address'   => $parallax::host_address,
          'component' => "parallax-${name}-",
      })
    }
    $service = {
      'id'      => "${entry[0]}-${replica}",
      'name'    => $entry[0],
      'address' => $parallax::host_address,
      'port'    => $entry[1]['port'],
      'tags'    => $entry[1]['tags'].lest || { [] },
      'meta'    => { 'application' => $application, 'role' => $role, 'replica' => $replica, 'version' => $version }
      + ($entry[1]['meta'].lest || { {} }),
      'checks'  => $checks,
    }
    file { $path:
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => parallax::json({ 'service' => $service }),
      require => Parallax_unit[$units],
      before  => Parallax_registrations[$name],
    }
  }

  parallax_registrations { $name:
  }
}
