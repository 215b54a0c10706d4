# frozen_string_literal: true

# @summary Writes an environment file that systemd and a POSIX shell read alike.
Puppet::Functions.create_function(:'parallax::environment_file') do
  # @param environment variable => value
  # @return [String] a line for each variable, in order of their names
  dispatch :lines do
    param 'Hash[Parallax::Variable, String]', :environment
    return_type 'String'
  end

  def lines(environment)
    environment.sort.map { |name, value| "#{name}=\"#{value.gsub(/["\\`$]/) { |special| "\\#{special}" }}\"\n" }.join
  end
end
