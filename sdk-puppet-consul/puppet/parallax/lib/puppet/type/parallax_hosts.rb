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

    define_method(:parts) do |path|
      text = File.exist?(path) ? File.read(path) : ''
      before, block = text.split(opening, 2)
      lines, after = block ? block.split(closing, 2) : [nil, '']
      [before.to_s, lines, after.to_s]
    end

    # What is around our lines: of the file above nothing comes after them.
    define_method(:around) do
      before, _, after = parts(resource[:above] || resource[:path])
      before += "\n" unless before.empty? || before.end_with?("\n")
      resource[:above] ? [before + after, ''] : [before, after]
    end

    define_method(:retrieve) do
      before, lines, after = parts(resource[:path])
      return ['other lines'] if resource[:above] && [before, after] != around

      lines.nil? ? ['none'] : lines.lines(chomp: true)
    end

    def insync?(current)
      current == should
    end

    define_method(:sync) do
      before, after = around
      block = should == ['none'] ? '' : "#{opening}#{should.map { |line| "#{line}\n" }.join}#{closing}"
      File.write(resource[:path], before + block + after)
    end

    def change_to_s(_current, wanted)
      "wrote #{[wanted].flatten.length} lines"
    end
  end
end
