# frozen_string_literal: true

# @summary Writes the headers of a check as HAProxy's `http-check send` takes them.
Puppet::Functions.create_function(:'parallax::haproxy_headers') do
  # @param headers values by name
  # @return [String] words that begin with a space, or nothing
  dispatch :words do
    param 'Hash[String, String]', :headers
    return_type 'String'
  end

  # Inside quotes only the quote itself means something to HAProxy's reader, and a percent sign to its formats.
  def words(headers)
    headers.map { |name, value| " hdr #{name} '#{value.gsub('%', '%%').gsub("'") { "'\\''" }}'" }.join
  end
end
