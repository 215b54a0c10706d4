# frozen_string_literal: true

module Parallax
  # Processes, each told by the time it began from a later one with the same number.
  module Processes
    module_function

    # @param properties what the service manager says of a unit
    # @return [Array(Integer, String), nil] nil where none runs
    def main(properties)
      pid = properties['MainPID'].to_i
      pid.positive? ? [pid, birth(pid)] : nil
    end

    def alive?(process)
      birth(process.first) == process.last && !process.last.nil?
    end

    def birth(pid)
      File.read("/proc/#{pid}/stat")[/.*\) (.*)/m, 1].split[19]
    rescue SystemCallError
      nil
    end
  end
end
