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

      # A step whose host or service manager died with it has no result of its own.
      def lost?(key, unit)
        begun?(key) && !File.exist?("#{DIRECTORY}/#{key}/result") && !Systemd.running?(unit) &&
          !File.exist?("#{DIRECTORY}/#{key}/result")
      end

      def give_up(key)
        Atomic.write("#{DIRECTORY}/#{key}/result", "interrupted exited 255\n")
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
