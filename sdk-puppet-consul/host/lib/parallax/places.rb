# frozen_string_literal: true

module Parallax
  # Where things lie on a host.
  module Places
    LIBRARY = '/usr/lib/parallax'
    MODULES = "#{LIBRARY}/puppet/modules"
    SITE = "#{LIBRARY}/puppet/site.pp"
    HIERA = "#{LIBRARY}/puppet/hiera.yaml"
    # Not kept over a reboot: a host that comes back asks Consul before it starts anything.
    DATA = '/run/parallax/hiera/data.json'
    # Digests of the replicas' data as they were applied.
    APPLIED = '/run/parallax/applied.json'
    # The revision of the data that runs here, as the host's own validation has it.
    VALIDATED = '/run/parallax/validated'
    SOCKET = '/run/parallax/puppet.sock'
    STATE = '/var/lib/parallax'
    LEDGER = "#{STATE}/ledger.json"
    STEPS = "#{STATE}/steps"
    UNITS = '/etc/systemd/system'
    # What makes the agent's node a host of the fleet.
    ENROLMENT = '/etc/consul.d/parallax-host.json'
    REGISTRATIONS = '/etc/consul.d/parallax'
    EXEC = "#{LIBRARY}/parallax-exec"
    SETTINGS = '/etc/parallax'
    # Hiera data of the operators' own.
    OWN = "#{SETTINGS}/data"

    module_function

    # Replaces a file whole, or not at all.
    def write(path, content)
      temporary = "#{path}.new"
      File.open(temporary, File::WRONLY | File::CREAT | File::TRUNC, 0o600) do |file|
        file.write(content)
        file.fsync
      end
      File.rename(temporary, path)
    end
  end
end
