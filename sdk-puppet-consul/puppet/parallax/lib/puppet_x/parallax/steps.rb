# frozen_string_literal: true

require 'fileutils'
require 'json'
require 'time'
require_relative 'systemd'

module PuppetX
  module Parallax
    # Commands that run once, each as a unit of its own that goes on when the run that started it does not. A step's directory
    # holds `started` (written before the unit is started, so that it is never started twice), `output` and `result`.
    module Steps
      DIRECTORY = "#{Ledger::DIRECTORY}/steps"

      module_function

      def begun?(key)
        File.exist?("#{DIRECTORY}/#{key}/started")
      end

      def start(key, unit)
        FileUtils.mkdir_p("#{DIRECTORY}/#{key}", mode: 0o700)
        Systemd.refresh(unit)
        Atomic.write("#{DIRECTORY}/#{key}/started", "#{Time.now.utc.iso8601(3)}\n")
        Systemd.systemctl('start', '--no-block', '--', unit)
      end

      def ended?(key)
        File.exist?("#{DIRECTORY}/#{key}/result")
      end

      # A step has no result of its own when its host or service manager died with it, or when what writes it could not be started.
      def lost?(key, unit)
        begun?(key) && !ended?(key) && !Systemd.under_way?(unit) && !ended?(key)
      end

      # Notes what the service manager still knows of its end; without that, that it was interrupted.
      def settle(key, unit)
        Atomic.write("#{DIRECTORY}/#{key}/result", "#{known_end(unit) || 'interrupted exited 255'}\n")
      end

      # As the unit itself would have written it: what came of it, how the process ended, and with what.
      def known_end(unit)
        known = Systemd.show(unit, properties: %w[Result ExecMainCode ExecMainStatus ExecMainExitTimestampMonotonic])[unit]
        return nil if known['ExecMainExitTimestampMonotonic'].to_i.zero?

        status = known['ExecMainStatus'].to_i
        # CLD_EXITED of wait(2); the others are by a signal.
        return "#{known['Result']} exited #{status}" if known['ExecMainCode'] == '1'

        "#{known['Result']} killed #{Signal.signame(status)}"
      end

      def surplus(wanted)
        Dir.glob("#{DIRECTORY}/*").map { |path| File.basename(path) }.sort - wanted
      end

      def forget(key)
        FileUtils.rm_rf("#{DIRECTORY}/#{key}")
      end
    end
  end
end
