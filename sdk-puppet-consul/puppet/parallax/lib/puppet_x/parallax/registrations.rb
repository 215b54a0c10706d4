# frozen_string_literal: true

require_relative 'systemd'

module PuppetX
  module Parallax
    # The Consul registrations of this host: files that the agent reads when it is told to.
    module Registrations
      DIRECTORY = '/etc/consul.d/parallax'
      AGENT = 'consul.service'

      module_function

      # The files and their digests.
      def present
        Dir.glob("#{DIRECTORY}/*.json").sort.to_h { |path| [path, Systemd.digest([path])] }
      end

      def loaded?
        known == present
      end

      # What the agent was last told to read.
      def known
        Systemd.stamp(AGENT).fetch('registrations', {})
      end

      # Files that the agent was told to read and that are no longer there.
      def withdrawn
        known.keys - present.keys
      end

      # An agent that is not running reads the files when it starts.
      def load
        now = present
        Systemd.systemctl('reload', AGENT) if Systemd.active?(AGENT)
        Systemd.write_stamp(AGENT, 'registrations' => now)
      end

      # The files that this run withdrew by itself, to write them again.
      def taken
        @taken ||= []
      end

      # Takes instances out of the catalog, and gives balancers the time to see it.
      def withdraw(files, settle)
        present = files.select { |file| File.exist?(file) }
        return if present.empty?

        FileUtils.rm_f(present)
        taken.concat(present)
        load
        sleep(settle)
      end
    end
  end
end
