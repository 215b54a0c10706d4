# frozen_string_literal: true

module Parallax
  # The TCP ports that processes listen on, as the kernel says at one moment.
  class Sockets
    LISTENING = '0A'

    def initialize
      @ports = %w[tcp tcp6].flat_map { |family| read("/proc/net/#{family}").lines.drop(1) }.filter_map do |line|
        fields = line.split
        [fields[9], fields[1][/\h+\z/].hex] if fields[3] == LISTENING
      end.to_h
    end

    # The ports of a process and of all that it has started, in order.
    def ports(pid)
      family(pid).flat_map { |process| inodes(process) }.uniq.filter_map { |inode| @ports[inode] }.uniq.sort
    end

    # The processes that listen on a port, in order.
    def holders(port)
      wanted = @ports.select { |_, found| found == port }.keys
      Dir.children('/proc').grep(/\A\d+\z/).map(&:to_i).sort.select { |pid| inodes(pid).intersect?(wanted) }
    end

    private

    def family(pid)
      [pid] + read("/proc/#{pid}/task/#{pid}/children").split.flat_map { |child| family(child.to_i) }
    end

    def inodes(pid)
      Dir.children("/proc/#{pid}/fd").filter_map { |name| File.readlink("/proc/#{pid}/fd/#{name}")[/\Asocket:\[(\d+)\]\z/, 1] }
    rescue SystemCallError
      []
    end

    # Nothing of a process that has just ended.
    def read(path)
      File.read(path)
    rescue SystemCallError
      ''
    end
  end
end
