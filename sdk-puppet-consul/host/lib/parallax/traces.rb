# frozen_string_literal: true

require 'json'
require_relative 'places'
require_relative 'processes'
require_relative 'sockets'
require_relative 'units'

module Parallax
  # What a run left on this host, looked at cheaply and often: files by their attributes, units by their processes.
  class Traces
    # Something differs from what the run left; `:files`, or `:units` that no longer run.
    attr_reader :data

    # @param left replicas that a run leaves as they are: their units may be down, and only a change of that is told
    def initialize(data, left)
      @data = data
      units = Units.of(data)
      @units = units.keys
      @left = units.select { |_, described| left.include?(described.first) }.keys
      @ports = units.transform_values { |_, _, component| component.fetch('ports', []) }
      remember
    end

    # Takes what there is now for what is wanted.
    def remember
      @files = files
      shown = Units.show(@units)
      @processes = processes(shown)
      @down = down(shown) & @left
      @silent = silent(@ports.keys)
    end

    # @return [Symbol] :same, :moved (processes were replaced, as after a crash, or listen by now), or :drifted
    def look
      return :drifted unless files == @files
      return heard? ? :moved : :same if @processes.all? { |_, process| process && Processes.alive?(process) }

      shown = Units.show(@units)
      return :drifted unless down(shown) == @down

      before = @processes
      @processes = processes(shown)
      return heard? ? :moved : :same if before == @processes

      @silent = silent(@ports.keys)
      :moved
    end

    private

    # Whether a unit that did not listen on all of its ports now does. Once all do, nothing is asked any more.
    def heard?
      before = @silent
      @silent = silent(before)
      before != @silent
    end

    # The units that do not listen on all of their ports.
    def silent(units)
      return [] if units.empty?

      sockets = Sockets.new
      units.reject { |unit| (@ports[unit] - (@processes[unit] ? sockets.ports(@processes[unit].first) : [])).empty? }
    end

    def down(shown)
      shown.select { |_, properties| %w[inactive failed].include?(properties['ActiveState']) || properties['Id'].nil? }.keys
    end

    def processes(shown)
      shown.transform_values { |properties| Processes.main(properties) }
    end

    def files
      watched.to_h do |path|
        stat = File.lstat(path)
        [path, [stat.mtime, stat.ctime, stat.size, stat.ino]]
      rescue SystemCallError
        [path, nil]
      end
    end

    def watched
      ledger = File.exist?(Places::LEDGER) ? JSON.parse(File.read(Places::LEDGER)) : {}
      found = Dir.glob(["#{Places::UNITS}/parallax-*", "#{Places::REGISTRATIONS}/*", "#{Places::SETTINGS}/**/*"])
      # The operators' own are looked at by OwnFiles.
      found.reject { |path| "#{path}/".start_with?("#{Places::OWN}/") } +
        ledger.fetch('files', {}).keys + ledger.fetch('masks', {}).keys.map { |unit| "#{Places::UNITS}/#{unit}" } + ['/etc/hosts']
    rescue JSON::ParserError
      []
    end
  end
end
