# frozen_string_literal: true

require 'json'
require 'socket'
require_relative 'places'

module Parallax
  # Asks the warm Puppet for one run, and waits while it is being started or restarted.
  class Runner
    PATIENCE = 60

    def initialize(configuration)
      @limit = configuration.run_timeout
    end

    # @param request as WarmPuppet#run takes it
    # @return [Hash] Puppet's answer; a run that could not be had is an answer that is not ok
    def run(request)
      socket = connect
      socket.puts(JSON.generate(request))
      answer = socket.wait_readable(@limit + 30) && socket.gets
      answer ? JSON.parse(answer) : failure('the run was cut off')
    rescue SystemCallError, JSON::ParserError => e
      failure(e.message)
    ensure
      socket&.close
    end

    private

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
