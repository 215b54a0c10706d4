# frozen_string_literal: true

require 'json'
require 'open3'
require 'time'
require_relative 'steps'
require_relative 'units'

module Parallax
  # What a host says about itself after a run.
  class Report
    # What differs between two runs that did the same.
    VOLATILE = %w[started finished timings changed].freeze

    # @param run what came of the run: `started`, `finished` (times), `timings`, the `revision` that was applied last, and the answer of Puppet
    def self.of(host, data, run)
      { 'host' => host, 'revision' => run.fetch('revision', data['parallax::revision']), 'started' => stamp(run['started']), 'finished' => stamp(run['finished']),
        'ok' => run['ok'], 'changed' => run['changed'], 'failed' => run['failed'], 'errors' => run['errors'].first(50),
        'timings' => run['timings'], 'steps' => Steps.finished(data), 'replicas' => replicas(data), 'drift' => run.fetch('drift', []),
        'settings' => settings(data, run['settings'] || {}) }
    end

    # The module's settings as the last run that had a catalog found them, each with the place that it comes from.
    def self.settings(data, found)
      found.to_h { |key, setting| [key, { 'from' => data.key?(key) ? 'controller' : 'module' }.merge(setting)] }
    end

    # What a reader would act on.
    def self.gist(report)
      report.reject { |key, _| VOLATILE.include?(key) }
    end

    def self.stamp(time)
      time.utc.iso8601(3)
    end

    def self.replicas(data)
      units = Units.of(data)
      shown = Units.show(units.keys)
      sockets = Sockets.new
      versions = versions(units.values.flat_map { |_, _, component| component.fetch('packages', []) }.uniq)
      units.each_with_object({}) do |(unit, (replica, name, component)), all|
        wanted = component.fetch('packages', []).map { |package| package[/\A[^=:]+/] }
        described = Units.describe(shown[unit], sockets).merge('packages' => versions.slice(*wanted))
        ((all[replica] ||= { 'components' => {} })['components'])[name] = described
      end
    end

    def self.versions(packages)
      return {} if packages.empty?

      names = packages.map { |package| package[/\A[^=:]+/] }
      output, = Open3.capture2('dpkg-query', '-W', '-f', '${db:Status-Status} ${Package} ${Version}\n', *names, err: File::NULL)
      output.lines.filter_map { |line| line.split[1, 2] if line.start_with?('installed ') }.to_h
    end
  end
end
