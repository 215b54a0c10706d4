# frozen_string_literal: true

require 'json'
require_relative 'consul'
require_relative 'log_answer'

module Parallax
  # Answers questions for what replicas on this host wrote. Each is a key that ends with the session of who asked; a thread of its own
  # answers it, and all that is left of an answer goes when the question is gone.
  class LogRequests
    LONGEST_PAUSE = 2
    MOST = 32

    def initialize(configuration)
      @configuration = configuration
      @consul = Consul.new(configuration)
      @prefix = "parallax-requests/#{configuration.host}"
      @answers = {}
    end

    # @yieldreturn the data of this host, or nil
    def start(&data)
      @data = data
      Thread.new { follow }
    end

    private

    def follow
      index = 0
      pause = 0.1
      loop do
        asked, found = @consul.tree("#{@prefix}/asked/", index: index)
        serve(asked.transform_keys { |key| key[%r{[^/]+\z}] }) if found != index
        index = found < index ? 0 : found
        pause = 0.1
        sleep(pause) if index.zero?
      rescue Consul::Failure => e
        warn "Requests cannot be read, trying again: #{e.message}" if pause >= LONGEST_PAUSE
        sleep(pause)
        pause = [pause * 2, LONGEST_PAUSE].min
        index = 0
      end
    end

    def serve(asked)
      @answers.reject { |id, _| asked.key?(id) }.each_value(&:stop)
      @answers.select! { |id, _| asked.key?(id) }
      forget(asked.keys)
      asked.each do |id, text|
        next if @answers.key?(id) || @answers.size >= MOST

        @answers[id] = LogAnswer.new(@configuration, "#{@prefix}/told/#{id}", text).start(@data.call || {})
      end
    end

    # What is left of answers to questions that are gone, from before a restart of this process too.
    def forget(asked)
      told = "#{@prefix}/told/"
      ids = @consul.keys(told).map { |key| key.delete_prefix(told)[%r{\A[^/]+}] }.uniq
      (ids - asked).each { |id| @consul.remove("#{told}#{id}/") }
    end
  end
end
