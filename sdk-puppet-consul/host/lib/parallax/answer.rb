# frozen_string_literal: true

require 'json'
require_relative 'consul'
require_relative 'units'

module Parallax
  # Answers one question about replicas on this host: in numbered keys under the question's own, which the one who asked takes away. Only
  # so many lie there at a time. The key `end` comes last, with what came of it. Kinds of answers say what is told.
  class Answer
    # Bytes of JSON in one key.
    CHUNK = 48 * 1024
    # Keys that may wait to be taken.
    WINDOW = 8
    PAUSE = 0.1
    # Seconds that a call which is under way may take to end.
    STOPPING = 5

    def initialize(configuration, prefix, text)
      @consul = Consul.new(configuration)
      @prefix = prefix
      @text = text
      @number = 0
    end

    def start(data)
      @thread = Thread.new { answer(data) }
      self
    end

    # Nobody waits for the answer any more.
    def stop
      @thread&.kill&.join(STOPPING)
    end

    private

    def answer(data)
      request = JSON.parse(@text)
      # Whoever answered before us, and did not come to the end, was this process before a restart.
      return finish('error' => 'the daemon of the host was started again') unless @consul.create("#{@prefix}/begun", '')

      finish(tell_of(data, request))
    rescue JSON::ParserError, KeyError, TypeError
      finish('error' => 'the request cannot be understood')
    rescue Consul::Failure => e
      warn "An answer could not be delivered: #{e.message}"
    ensure
      @consul.close
    end

    # The unit of a component that this host has been told to run, of the application that was asked for and of no other.
    def unit(data, request)
      found = Units.of(data).find do |_, (key, component, _)|
        replica = data['parallax::replicas'][key]
        component == request.fetch('component') && replica['application'] == request.fetch('application') &&
          replica['replica'] == request.fetch('replica')
      end
      found&.first
    end

    def tell(entries)
      wait
      @number += 1
      @consul.write(format("#{@prefix}/%08d", @number), "[#{entries.join(',')}]")
    end

    def wait
      return if @number < WINDOW

      sleep(PAUSE) while @consul.keys("#{@prefix}/").size > WINDOW
    end

    def finish(outcome)
      @consul.write("#{@prefix}/end", JSON.generate({ 'late' => false }.merge(outcome)))
    end
  end
end
