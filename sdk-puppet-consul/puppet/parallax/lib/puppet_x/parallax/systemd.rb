# frozen_string_literal: true

require 'digest'
require 'fileutils'
require 'json'
require 'open3'
require_relative 'ledger'

module PuppetX
  module Parallax
    # The service manager, and what our units were started or reloaded with.
    module Systemd
      UNITS = '/etc/systemd/system'
      # Not kept over a reboot, as the processes are not.
      STAMPS = '/run/parallax/units'
      # The first line of every unit file of ours.
      MARK = '# Managed by Puppet, module parallax.'
      PROPERTIES = %w[Id LoadState ActiveState SubState NeedDaemonReload TimeoutStopUSec].freeze

      # A command that failed.
      class Failure < StandardError; end

      module_function

      def systemctl(*arguments)
        command('systemctl', *arguments)
      end

      # Runs a command and gives its output.
      # @raise [Failure] when its status is not 0
      def command(*line, environment: {}, input: '')
        output, status = Open3.capture2e({ 'LC_ALL' => 'C.UTF-8' }.merge(environment), *line, stdin_data: input)
        return output if status.success?

        raise Failure, "#{line.join(' ')}: status #{status.exitstatus || status.termsig}: #{output.strip[-2000..] || output.strip}"
      end

      # Properties of the units: name => { property => value }.
      def show(*units, properties: PROPERTIES)
        return {} if units.empty?

        output = systemctl('show', "--property=#{properties.join(',')}", '--', *units)
        blocks = output.split(/\n\n+/).map { |block| block.lines(chomp: true).to_h { |line| line.split('=', 2) } }
        units.zip(blocks).to_h { |unit, block| [unit, block || {}] }
      end

      # Waiting for its own restart counts as running: the service manager has it in hand.
      def running?(unit)
        %w[active activating reloading].include?(show(unit)[unit]['ActiveState'])
      end

      # Whether it runs, or is being started or stopped: what it does at its end may be under way.
      def under_way?(unit)
        running?(unit) || show(unit)[unit]['ActiveState'] == 'deactivating'
      end

      def active?(unit)
        show(unit)[unit]['ActiveState'] == 'active'
      end

      # Files were changed that the service manager has to read before the next start of a unit.
      def stale!
        @stale = true
      end

      # Whether the service manager goes by another unit file than the present one.
      def unread?(unit)
        state = show(unit)[unit]
        state['NeedDaemonReload'] == 'yes' || state['LoadState'] == 'not-found'
      end

      # The service manager reads the unit files anew, if it has not yet.
      def refresh(unit)
        return unless @stale || unread?(unit)

        systemctl('daemon-reload')
        @stale = false
      end

      def ours
        Dir.glob("#{UNITS}/parallax-*.service").select do |path|
          File.open(path) { |file| file.gets.to_s.start_with?(MARK) }
        end.map { |path| File.basename(path) }.sort
      end

      # Stops the units together, each within its own grace, and removes their files.
      def remove(units)
        return if units.empty?

        stop(units)
        units.each { |unit| FileUtils.rm_f(["#{UNITS}/#{unit}", "#{STAMPS}/#{unit}"]) }
        systemctl('daemon-reload')
        units.each { |unit| quietly('systemctl', 'reset-failed', '--', unit) }
      end

      # A unit that the service manager does not know is stopped already.
      def stop(units)
        systemctl('stop', '--', *units)
      rescue Failure
        raise if units.any? { |unit| running?(unit) }
      end

      def quietly(*line)
        command(*line)
      rescue Failure
        nil
      end

      # A digest of the names and contents of the files; a directory stands for the files in it.
      def digest(paths)
        files = paths.flat_map { |path| File.directory?(path) ? Dir.glob("#{path}/*") : path }.sort
        files.each_with_object(Digest::SHA256.new) do |path, sum|
          sum << path << "\0" << (File.file?(path) ? File.binread(path) : '') << "\0"
        end.hexdigest
      end

      # What the unit was started or reloaded with, as a kind of input => digest.
      def stamp(unit)
        JSON.parse(File.read("#{STAMPS}/#{unit}"))
      rescue Errno::ENOENT, JSON::ParserError
        {}
      end

      def write_stamp(unit, digests)
        FileUtils.mkdir_p(STAMPS)
        Atomic.write("#{STAMPS}/#{unit}", JSON.generate(stamp(unit).merge(digests)))
      end
    end
  end
end
