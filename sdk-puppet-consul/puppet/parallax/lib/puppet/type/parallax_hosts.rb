# frozen_string_literal: true

Puppet::Type.newtype(:parallax_hosts) do
  @doc = <<~DOC
    Our lines at the end of a hosts file, between two marks; nothing else in the file is touched. The file is written in place,
    as it may be a mount point.
  DOC

  opening = "# parallax: services\n"
  closing = "# parallax: end\n"

  newparam(:path, namevar: true) do
    desc 'The hosts file.'
  end

  newproperty(:entries, array_matching: :all) do
    desc 'Lines, each an address and names; `none` for no lines and no marks.'

    define_method(:parts) do
      text = File.exist?(resource[:path]) ? File.read(resource[:path]) : ''
      before, block = text.split(opening, 2)
      lines, after = block ? block.split(closing, 2) : [nil, '']
      [before.to_s, lines, after.to_s]
    end

    define_method(:retrieve) do
      _, lines, = parts
      lines.nil? ? ['none'] : lines.lines(chomp: true)
    end

    def insync?(current)
      current == should
    end

    define_method(:sync) do
      before, _, after = parts
      before += "\n" unless before.empty? || before.end_with?("\n")
      block = should == ['none'] ? '' : "#{opening}#{should.map { |line| "#{line}\n" }.join}#{closing}"
      File.write(resource[:path], before + block + after)
    end

    def change_to_s(_current, wanted)
      "wrote #{[wanted].flatten.length} lines"
    end
  end
end
