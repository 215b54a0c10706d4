# frozen_string_literal: true

require 'json'

# @summary Writes a value as JSON, with the keys of every hash in order, so that the same value gives the same bytes.
Puppet::Functions.create_function(:'parallax::json') do
  # @param value what to write
  # @return [String] JSON, ended by a line feed
  dispatch :json do
    param 'Data', :value
    return_type 'String'
  end

  def json(value)
    "#{JSON.pretty_generate(ordered(value))}\n"
  end

  def ordered(value)
    case value
    when Hash then value.sort.to_h { |key, entry| [key, ordered(entry)] }
    when Array then value.map { |entry| ordered(entry) }
    else value
    end
  end
end
