# frozen_string_literal: true

require 'etc'

module Parallax
  # What control groups take, as the kernel says. Works with either version of control groups, and with both at once.
  class Use
    TREES = %w[/sys/fs/cgroup/systemd /sys/fs/cgroup].freeze
    MEMORY = [['/sys/fs/cgroup/memory', 'memory.usage_in_bytes', 'total_inactive_file'], ['/sys/fs/cgroup', 'memory.current', 'inactive_file']].freeze
    TICKS = Etc.sysconf(Etc::SC_CLK_TCK)

    # The processes of a group, each with the seconds of processor time that it has had, and when that was.
    def self.cpu(group)
      [processes(group).to_h { |pid| [pid, time(pid)] }.compact, Process.clock_gettime(Process::CLOCK_MONOTONIC)]
    end

    # What a group has taken since {cpu}, in thousandths of a core, and the memory that it takes, without files that the kernel only keeps.
    def self.between(before, group)
      had, since = before
      have, now = cpu(group)
      used = have.sum { |pid, seconds| seconds - had.fetch(pid, 0) }
      { 'cpuMillis' => (used * 1000 / (now - since)).round, 'memoryBytes' => memory(group) }
    end

    def self.processes(group)
      tree = TREES.find { |root| File.exist?("#{root}#{group}/cgroup.procs") }
      tree ? File.readlines("#{tree}#{group}/cgroup.procs", chomp: true) : []
    end

    def self.time(pid)
      # The name in brackets may have blanks.
      fields = File.read("/proc/#{pid}/stat").rpartition(')').last.split
      (fields[11].to_i + fields[12].to_i).fdiv(TICKS)
    rescue SystemCallError
      nil
    end

    def self.memory(group)
      root, usage, kept = MEMORY.find { |tree, file, _| File.exist?("#{tree}#{group}/#{file}") }
      return 0 unless root

      all = File.read("#{root}#{group}/#{usage}").to_i
      [all - File.read("#{root}#{group}/memory.stat")[/^#{kept} (\d+)/, 1].to_i, 0].max
    rescue SystemCallError
      0
    end

    private_class_method :processes, :time, :memory
  end
end
