# @summary What a process needs before it runs: packages, files, environment and its unit file.
#
# @param component The process.
# @param unit The text of the unit file.
define parallax::component (
  Sensitive[Parallax::Component_data] $component,
  String $unit,
) {
  $process = $component.unwrap
  $masks = $process['masks'].lest || { [] }
  # The host has one version of each package, whatever a component of another revision was made with.
  $packages = ($process['packages'].lest || { [] }).map |$entry| {
    $package = $entry.split('=')[0]
    $held = $entry ? {
      /=/     => $parallax::pins[$package],
      default => undef,
    }
    $held.then |$version| { "${package}=${version}" }.lest || { $entry }
  }
  $account = $process['user'].then |$user| { Parallax_account[$user['name']] }.lest || { [] }

  parallax_packages { $name:
    packages => $packages,
    require  => [Parallax_purge['files'], Parallax_mask[$masks], $account].flatten,
  }

  $parallax::placed[$name]['files'].each |$path, $file| {
    parallax_file { $path:
      content => Sensitive($file['content']),
      access  => "${file['owner']}:${file['group']}:${file['mode']}",
      require => Parallax_packages[$name],
    }
  }

  file { "/etc/parallax/environment/${name}":
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0600',
    show_diff => false,
    backup    => false,
    content   => Sensitive(parallax::environment_file($process['environment'].lest || { {} })),
  }

  file { "/etc/systemd/system/${name}":
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => $unit,
    require => Parallax_packages[$name],
  }
}
