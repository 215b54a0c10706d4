# frozen_string_literal: true

require 'time'
require_relative 'places'

module Parallax
  # Results of run-once steps, as their units leave them.
  class Steps
    OUTPUT_LIMIT = 4096

    # Steps in the data that were started and have no result yet.
    def self.running(data)
      keys(data).select { |key| File.exist?("#{Places::STEPS}/#{key}/started") && !File.exist?("#{Places::STEPS}/#{key}/result") }
    end

    # Finished steps: key => what the report says of them.
    def self.finished(data)
      keys(data).filter_map { |key| [key, result(key)] if File.exist?("#{Places::STEPS}/#{key}/result") }.to_h
    end

    def self.keys(data)
      data.fetch('parallax::steps', {}).keys
    end

    def self.result(key)
      directory = "#{Places::STEPS}/#{key}"
      { 'exit' => exit_status(File.read("#{directory}/result")), 'output' => output(directory),
        'started' => File.read("#{directory}/started").strip, 'finished' => File.mtime("#{directory}/result").utc.iso8601(3) }
    end

    # The service manager's words: what came of the unit, how the process ended, and with what.
    def self.exit_status(line)
      result, how, what = line.split
      return 124 if result == 'timeout'
      return what.to_i if how == 'exited'

      128 + (Signal.list[what.to_s] || 0)
    end

    def self.output(directory)
      path = "#{directory}/output"
      return '' unless File.exist?(path)

      length = File.size(path)
      # Of an empty file Ruby reads nil, whose text is frozen.
      tail = +(File.binread(path, OUTPUT_LIMIT, [length - OUTPUT_LIMIT, 0].max) || '')
      tail = +"interrupted: the host or its service manager went down\n" if tail.empty? && File.read("#{directory}/result").start_with?('interrupted')
      tail.force_encoding('UTF-8').scrub
    end
  end
end
