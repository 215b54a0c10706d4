# frozen_string_literal: true

require_relative '../../../puppet_x/parallax/own_data'

# @summary Looks up a setting in a YAML file of the operators' own, for Hiera (`lookup_key`).
#
# Values are Hiera's: `%{facts.os.name}` and `%{alias('KEY')}` are replaced. A file that has what is not for operators to say fails the run.
Puppet::Functions.create_function(:'parallax::own_data') do
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
    path = options['path']
    data = context.cached_file_data(path) { |text| PuppetX::Parallax::OwnData.new(path, text) }
    data.key?(key) ? data.value(key) { |value| context.interpolate(value) } : context.not_found
  end
end
