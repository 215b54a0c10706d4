# frozen_string_literal: true

require 'json'
require 'puppet'
require 'puppet/configurer'
require 'puppet/util/command_line'
require 'puppet/application/apply'
require 'puppet/parser'
require 'puppet/pops'
require_relative 'drift'
require_relative 'places'

module Parallax
  # Puppet, loaded once. Each run is a fork of this process, so it begins with everything loaded and leaves nothing behind;
  # what it does is what `puppet apply` does with the same manifest.
  class WarmPuppet
    SAMPLE = "#{Places::LIBRARY}/puppet/warm-up.yaml"

    def initialize(host)
      @host = host
      @facts = {}
    end

    attr_writer :facts

    # Loads what a run needs: once, in the process that is forked.
    def load
      Puppet.initialize_settings(['--hiera_config', Places::HIERA, '--modulepath', Places::MODULES, '--certname', @host])
      Puppet[:strict] = :error
      Puppet.settings.use(:main, :agent)
      Puppet::Util::Log.level = :notice
      @environment = Puppet::Node::Environment.create(:production, [Places::MODULES], Places::SITE)
      Puppet.push_context(contexts)
      Dir.glob("#{Places::MODULES}/*/lib").each { |library| $LOAD_PATH.unshift(library) }
      require 'puppet_x/parallax/own_data'
      Dir.glob("#{Places::MODULES}/*/lib/puppet/type/*.rb").each { |type| Puppet::Type.type(File.basename(type, '.rb').to_sym) }
      %i[file exec].each { |type| Puppet::Type.type(type).defaultprovider }
    end

    # Compiles a catalog of everything the module can do, so that its manifests, functions and templates are parsed before a run is asked for.
    def warm_up
      Puppet[:hiera_config] = SAMPLE if File.exist?(SAMPLE)
      compile if File.exist?(SAMPLE)
    rescue StandardError => e
      warn "The warm-up failed, the first run will be slower: #{e.message}"
    ensure
      Puppet[:hiera_config] = Places::HIERA
      GC.start
      GC.compact if GC.respond_to?(:compact)
    end

    # The facts of this host, as a run gets them; slow.
    def self.facts
      Puppet.initialize_settings unless Puppet.settings.app_defaults_initialized?
      require 'facter'
      JSON.parse(JSON.generate(Facter.to_hash)).merge(identity)
    end

    # What the module's own fact says; at once, and so of now, however old the others are.
    def self.identity
      require "#{Places::MODULES}/parallax/lib/puppet_x/parallax/identity"
      { 'parallax' => PuppetX::Parallax::Identity.fact }.compact
    end

    # One run, in a process of its own.
    # @param request `settled`: replicas whose data were applied before, so that what differs was changed by hand; `reported`: those of
    #   them of which it is only told; `restart`: the setting with which they were, with another one all of their units are others
    # @return [Hash] `ok`, `changed`, `failed`, `errors`, `drift`, `settings`, `restart`, `compile_ms`, `apply_ms`
    def run(request = {})
      begun = now
      catalog = compile
      restart = @settings['parallax::restart']['value']
      request = {} if request['restart'] != restart
      Drift.leave(catalog, request.fetch('reported', []))
      compiled = now
      report = catalog.apply.report
      summary(report).merge('drift' => Drift.of(report, request.fetch('settled', [])), 'settings' => @settings, 'restart' => restart,
                            'compile_ms' => milliseconds(begun, compiled), 'apply_ms' => milliseconds(compiled, now))
    rescue Puppet::Error, Puppet::DataBinding::LookupError, SystemCallError, StandardError => e
      { 'ok' => false, 'changed' => 0, 'failed' => 1, 'errors' => [complaint(e)], 'compile_ms' => milliseconds(begun, now),
        'apply_ms' => 0 }
    end

    private

    def contexts
      { current_environment: @environment, loaders: Puppet::Pops::Loaders.new(@environment, false, false),
        environments: Puppet::Environments::Static.new(@environment) }
    end

    # Of a file of the operators' own its place and what is wrong, without the place in our code that asked for it.
    def complaint(error)
      causes = [error]
      causes << causes.last.cause while causes.last.cause
      refused = causes.find { |cause| cause.is_a?(PuppetX::Parallax::OwnData::Refused) }
      refused ? refused.message : "catalog: #{error.message.lines.first.to_s.strip}"
    end

    def compile
      facts = @facts.merge(self.class.identity)
      node = Puppet::Node.new(@host, environment: @environment, facts: Puppet::Node::Facts.new(@host, facts))
      node.merge(facts)
      catalog = Puppet::Parser::Compiler.compile(node)
      @settings = settings(catalog)
      Puppet::Pops::Evaluator::DeferredResolver.resolve_and_replace(node.facts, catalog, @environment)
      catalog.to_ral.tap(&:finalize)
    end

    # Each setting of the module as this catalog has it, and which file of the operators' own it comes from, if one.
    def settings(catalog)
      PuppetX::Parallax::OwnData.settings.keys.sort.to_h do |key|
        owner, _, parameter = key.rpartition('::')
        [key, { 'value' => catalog.resource(:class, owner)[parameter], 'from' => PuppetX::Parallax::OwnData.sources[key] }.compact]
      end
    end

    def summary(report)
      statuses = report.resource_statuses.values
      failed = statuses.select { |status| status.failed || status.failed_to_restart }
      { 'ok' => failed.empty?, 'changed' => statuses.count(&:changed), 'failed' => failed.length,
        'errors' => failed.flat_map { |status| messages(status, report) } }
    end

    def messages(status, report)
      texts = status.events.select { |event| event.status == 'failure' }.map(&:message)
      texts = report.logs.select { |log| log.level == :err && log.source.to_s.include?(status.resource) }.map(&:message) if texts.empty?
      texts = ['failed'] if texts.empty?
      texts.map { |text| "#{status.resource}: #{text.to_s.strip[0, 2000]}" }
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end

    def milliseconds(from, to)
      ((to - from) * 1000).round
    end
  end
end
