# frozen_string_literal: true

Puppet::Type.newtype(:parallax_hosts) do
  @doc = <<~DOC
    Our lines at the end of a hosts file, between two marks; nothing else in the file is touched, unless it has its other lines from a
    file above. The file is written in place, as it may be a mount point, and mounted where processes see it.
  DOC

  opening = "# parallax: services\n"
  closing = "# parallax: end\n"

  newparam(:path, namevar: true) do
    desc 'The hosts file.'
  end

  newparam(:above) do
    desc 'A hosts file whose own lines come before ours.'
  end

  newproperty(:entries, array_matching: :all) do
    desc 'Lines, each an address and names; `none` for no lines and no marks.'

    # The lines that are not ours and those that are: nil without a mark. Where somebody took the end mark away, only what we would write is ours.
    define_method(:parts) do |path|
      others = []
      ours = nil
      inside = false
      lines = File.exist?(path) ? File.binread(path).lines : []
      closed = lines.count(opening) == lines.count(closing)
      lines.each do |line|
        if line == opening
          inside = true
          ours ||= []
        elsif line == closing
          inside = false
        elsif inside && (closed || should.include?(line.chomp))
          ours << line.chomp
        else
          others << line
        end
      end
      [others, ours]
    end

    # Lines of the file, or of the one above, that are not ours.
    define_method(:others) do
      lines, = parts(resource[:above] || resource[:path])
      lines[-1] += "\n" unless lines.empty? || lines.last.end_with?("\n")
      lines
    end

    define_method(:text) do
      block = should == ['none'] ? [] : [opening, *should.map { |line| "#{line}\n" }, closing]
      (others + block).join
    end

    define_method(:retrieve) do
      present = File.exist?(resource[:path]) ? File.binread(resource[:path]) : ''
      _, ours = parts(resource[:path])
      marks = present.lines.select { |line| [opening, closing].include?(line) }
      fine = resource[:above] ? present == text.b : marks == (ours ? [opening, closing] : [])
      fine ? ours || ['none'] : ['other lines']
    end

    def insync?(current)
      current == should
    end

    define_method(:sync) do
      File.binwrite(resource[:path], text)
    end

    def change_to_s(_current, wanted)
      "wrote #{[wanted].flatten.length} lines"
    end
  end
end
