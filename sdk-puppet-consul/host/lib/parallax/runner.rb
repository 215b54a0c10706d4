# frozen_string_literal: true

require 'json'
require 'open3'
require 'socket'
require_relative 'places'

module Parallax
  # Has Puppet run once: the warm one, after waiting while it is being started or restarted, or on a host that is polled one that is started for it.
  class Runner
    PATIENCE = 60

    COMMAND = "#{Places::LIBRARY}/parallax-puppet".freeze

    def initialize(configuration)
      @limit = configuration.run_timeout
      @warm = !configuration.polled?
    end

    # @param request as WarmPuppet#run takes it
    # @return [Hash] Puppet's answer; a run that could not be had is an answer that is not ok
    def run(request)
      @warm ? ask(request) : start(request)
    end

    private

    def start(request)
      output, = Open3.capture2('timeout', '--kill-after=10', @limit.to_s, COMMAND, '--once', JSON.generate(request))
      output.empty? ? failure('the run was cut off') : JSON.parse(output)
    rescue SystemCallError, JSON::ParserError => e
      failure(e.message)
    end

    def ask(request)
      socket = connect
      socket.puts(JSON.generate(request))
      answer = socket.wait_readable(@limit + 30) && socket.gets
      answer ? JSON.parse(answer) : failure('the run was cut off')
    rescue SystemCallError, JSON::ParserError => e
      failure(e.message)
    ensure
      socket&.close
    end

    def connect
      deadline = now + PATIENCE
      begin
        UNIXSocket.new(Places::SOCKET)
      rescue SystemCallError
        raise if now > deadline

        sleep(0.1)
        retry
      end
    end

    def failure(message)
      { 'ok' => false, 'changed' => 0, 'failed' => 1, 'errors' => ["puppet: #{message}"] }
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end
