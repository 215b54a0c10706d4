# frozen_string_literal: true

require 'json'
require_relative 'consul'
require_relative 'exec_answer'
require_relative 'log_answer'
require_relative 'survey_answer'
require_relative 'use_answer'
require_relative 'watch'

module Parallax
  # Answers what is asked of replicas on this host: what they wrote and what they use, and commands to run in them; and what holds ports here. Each question is a key that ends with the session of
  # who asked; a thread of its own answers it, and all that is left of an answer goes when the question is gone.
  class Requests
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
      Watch.new(@configuration, "#{@prefix}/asked/", :tree).start { |asked, _| serve(asked.transform_keys { |key| key[%r{[^/]+\z}] }) }
    end

    private

    def serve(asked)
      @answers.reject { |id, _| asked.key?(id) }.each_value(&:stop)
      @answers.select! { |id, _| asked.key?(id) }
      forget(asked.keys)
      asked.each do |id, text|
        next if @answers.key?(id) || @answers.size >= MOST

        @answers[id] = kind(text).new(@configuration, "#{@prefix}/told/#{id}", text).start(@data.call || {})
      end
    end

    def kind(text)
      request = JSON.parse(text)
      return LogAnswer unless request.is_a?(Hash)
      return ExecAnswer if request.key?('command')
      return SurveyAnswer if request.key?('ports')

      request.key?('seconds') ? UseAnswer : LogAnswer
    rescue JSON::ParserError
      LogAnswer
    end

    # What is left of answers to questions that are gone, from before a restart of this process too.
    def forget(asked)
      told = "#{@prefix}/told/"
      ids = @consul.keys(told).map { |key| key.delete_prefix(told)[%r{\A[^/]+}] }.uniq
      (ids - asked).each { |id| @consul.remove("#{told}#{id}/") }
    end
  end
end
