# frozen_string_literal: true

# @summary Writes a command as the value of a unit's `ExecStart=`.
#
# `${NAME}` stays, for systemd to replace from the unit's environment, and `$$` stays a dollar sign; everything else is literal.
Puppet::Functions.create_function(:'parallax::unit_command') do
  # @param command the program and its arguments
  # @return [String] one line
  dispatch :line do
    param 'Array[String, 1]', :command
    return_type 'String'
  end

  def line(command)
    command.map { |argument| quote(argument) }.join(' ')
  end

  def quote(argument)
    escapes = { '\\' => '\\\\', '"' => '\\"', '%' => '%%', "\n" => '\\n', "\t" => '\\t', "\r" => '\\r' }
    escaped = argument.gsub(/[\\"%\n\t\r]/, escapes)
    escaped = escaped.gsub(/\$\$|\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$/) { |dollar| dollar == '$' ? '$$' : dollar }
    escaped.match?(%r{\A[-_./:=,+@a-zA-Z0-9$\{\}]+\z}) ? escaped : "\"#{escaped}\""
  end
end
