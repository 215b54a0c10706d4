# frozen_string_literal: true

require 'json'

# The part of Parallax that lives on a host of a fleet.
module Parallax
  # What the operator said about this host.
  class Configuration
    PATH = '/etc/parallax/host.json'
    DEFAULTS = {
      'interval_seconds' => 30, 'look_seconds' => 0.5, 'vigil_seconds' => 0.1, 'run_timeout_seconds' => 900, 'facts_seconds' => 600,
      'trigger' => 'watch', 'forced_seconds' => 86_400, 'validation_seconds' => 10
    }.freeze

    TRIGGERS = %w[watch poll].freeze

    attr_reader :host, :consul_address, :consul_ca, :interval, :look, :vigil, :run_timeout, :facts_age, :forced, :validation

    def self.load(path = PATH)
      new(JSON.parse(File.read(path)))
    rescue JSON::ParserError => e
      raise ArgumentError, "#{path} is not JSON: #{e.message}"
    rescue Errno::ENOENT
      raise ArgumentError, "#{path} is missing; it needs at least {\"host\": NAME, \"consul\": {\"address\": URL}}"
    end

    def initialize(document)
      settings = DEFAULTS.merge(document)
      consul = settings.fetch('consul') { raise ArgumentError, "'consul' is missing" }
      @host = settings.fetch('host') { raise ArgumentError, "'host' is missing" }
      @consul_address = consul.fetch('address') { raise ArgumentError, "'address' is missing in 'consul'" }
      @consul_ca = consul['ca']
      @token_file = consul['token_file']
      @interval = Float(settings['interval_seconds'])
      @look = Float(settings['look_seconds'])
      @vigil = Float(settings['vigil_seconds'])
      @run_timeout = Float(settings['run_timeout_seconds'])
      @facts_age = Float(settings['facts_seconds'])
      @forced = Float(settings['forced_seconds'])
      @validation = Float(settings['validation_seconds'])
      @trigger = settings['trigger']
      raise ArgumentError, "trigger #{@trigger} is not known; write one of #{TRIGGERS.join(', ')}" unless TRIGGERS.include?(@trigger)
    end

    # Whether a timer starts Puppet, and nothing else does.
    def polled?
      @trigger == 'poll'
    end

    # Read at each use, so that a token can be replaced without a restart.
    def consul_token
      @token_file && File.read(@token_file).strip
    end
  end
end
