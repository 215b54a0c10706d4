# frozen_string_literal: true

require_relative 'consul'

module Parallax
  # Takes out of the Consul agent what was registered there by hand and whose place has been taken, once what took it is registered.
  class Adopted
    def initialize(configuration)
      @configuration = configuration
    end

    # @return [Array(String)] what went wrong
    def withdraw(data)
      ids = data.dig('parallax::adopted', 'services') || []
      return [] if ids.empty?

      consul = Consul.new(@configuration)
      (ids & consul.services.keys).each { |id| consul.deregister(id) }
      []
    rescue Consul::Failure => e
      ["consul: what was registered by hand could not be withdrawn: #{e.message}"]
    ensure
      consul&.close
    end
  end
end
