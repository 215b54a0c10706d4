# frozen_string_literal: true

require 'fileutils'
require_relative 'systemd'

module PuppetX
  module Parallax
    # Units of the distribution that must not run beside ours.
    module Masks
      module_function

      def masked?(unit)
        File.symlink?(link(unit)) && File.readlink(link(unit)) == '/dev/null'
      end

      def mask(unit)
        Ledger.update('masks') do |masks|
          masks[unit] ||= { 'enabled' => Systemd.quietly('systemctl', 'is-enabled', '--', unit).to_s.strip == 'enabled',
                            'active' => Systemd.active?(unit) }
        end
        Systemd.stop([unit])
        raise Puppet::Error, "#{link(unit)} is a file, #{unit} cannot be masked" if File.exist?(link(unit)) && !masked?(unit)

        FileUtils.ln_sf('/dev/null', link(unit))
        Systemd.stale!
      end

      def surplus(wanted)
        (Ledger.section('masks').keys - wanted).sort
      end

      # The unit is as it was before it was masked.
      def unmask(unit)
        before = Ledger.section('masks').fetch(unit)
        FileUtils.rm_f(link(unit)) if masked?(unit)
        Systemd.systemctl('daemon-reload')
        Systemd.quietly('systemctl', 'enable', '--', unit) if before['enabled']
        Systemd.quietly('systemctl', 'start', '--', unit) if before['active']
        Ledger.update('masks') { |masks| masks.delete(unit) }
      end

      def link(unit)
        "#{Systemd::UNITS}/#{unit}"
      end
    end
  end
end
