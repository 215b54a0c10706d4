# frozen_string_literal: true

require 'json'

# @summary Looks up the controller's data for a host in a JSON file, for Hiera (`lookup_key`).
#
# Values are literal: `%{...}` in a component's file is the component's own, while Hiera would put something else in its place.
Puppet::Functions.create_function(:'parallax::host_data') do
  # @param key what is looked up
  # @param options `path` of the file
  # @param context Hiera's
  # @return [Any] the value
  dispatch :find do
    param 'String[1]', :key
    param 'Struct[{path => String[1]}]', :options
    param 'Puppet::LookupContext', :context
  end

  def find(key, options, context)
    data = context.cached_file_data(options['path']) { |text| JSON.parse(text) }
    data.key?(key) ? data[key] : context.not_found
  end
end
