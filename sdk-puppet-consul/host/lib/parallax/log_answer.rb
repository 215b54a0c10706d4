# frozen_string_literal: true

require_relative 'answer'
require_relative 'journal'

module Parallax
  # Tells the lines of a component.
  class LogAnswer < Answer
    private

    # Of a component that is not here nothing was written here.
    def tell_of(data, request)
      unit = unit(data, request)
      Journal.new(unit, request).each_batch(CHUNK) { |lines| tell(lines) } if unit
      {}
    rescue SystemCallError => e
      { 'error' => "the journal cannot be read: #{e.message}" }
    end
  end
end
