# @summary The names of services: on the host with the name of their application, for its own components by the bare name.
#
# Each application has a hosts file of its own, which its units see at `/etc/hosts`: two of them may have a service of one name.
class parallax::names {
  $names = $parallax::services.values.map |$service| {
    "${service['address']} ${service['name']}.${service['application']}"
  }
  parallax_hosts { '/etc/hosts':
    entries => if $names.empty { ['none'] } else { $names.sort },
  }

  $here = ($parallax::replica_data.values + $parallax::step_data.values).map |$data| { $data['application'] }.unique
  $here.each |$application| {
    $own = $parallax::services.values.filter |$service| { $service['application'] == $application }
    $bare = $own.map |$service| { "${service['address']} ${service['name']}" }
    file { "/etc/parallax/hosts/${application}":
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0644',
    }
    -> parallax_hosts { "/etc/parallax/hosts/${application}":
      above   => '/etc/hosts',
      entries => if $names.empty { ['none'] } else { ($names + $bare).sort },
      require => Parallax_hosts['/etc/hosts'],
    }
  }
}
